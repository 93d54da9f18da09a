import type { EventData, EventName, StudioEvent } from './contract.ts';

/** Tells every window of the studio. */
export type Publish = <K extends EventName>(name: K, data: EventData<K>) => void;

/** Where services publish and shells listen: the one way from the studio to its windows. */
export interface Emitter {
  publish: Publish;
  /** Hears every event from now on; the function it returns ends that. */
  subscribe(listener: (event: StudioEvent) => void): () => void;
}

export function createEmitter(): Emitter {
  const listeners = new Set<(event: StudioEvent) => void>();
  return {
    publish(name, data) {
      for (const listener of listeners) listener({ name, data } as StudioEvent);
    },
    subscribe(listener) {
      // A function of its own, so that a listener that subscribes twice is heard twice and leaves once.
      const hear = (event: StudioEvent) => listener(event);
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
  };
}

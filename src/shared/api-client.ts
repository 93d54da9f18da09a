import type { Bridge, Told } from './bridge.ts';
import {
  type CallName,
  contract,
  type EventData,
  type EventName,
  events,
  type Input,
  type Output,
} from './contract.ts';
import { StudioError } from './errors.ts';

/** The contract as a page uses it. */
export interface Client {
  /** Makes a call. Throws a StudioError whose message is fit for the user. */
  call<K extends CallName>(name: K, input: Input<K>): Promise<Output<K>>;
  /** Hears the events of one name; the function it returns ends that. */
  subscribe<K extends EventName>(name: K, listener: (data: EventData<K>) => void): () => void;
}

/** A client over any transport that is shaped like the bridge; what comes is checked, so that a drift shows at once. */
export function createClient(bridge: Bridge): Client {
  const listeners = new Set<(event: Told) => void>();
  let hangUp: (() => void) | undefined;
  return {
    async call<K extends CallName>(name: K, input: Input<K>): Promise<Output<K>> {
      const reply = await bridge.invoke(name, input);
      if (!reply.ok) throw new StudioError(reply.error, reply.code === 'usage' ? 'usage' : 'failure');
      return contract[name].output.parse(reply.output) as Output<K>;
    },
    subscribe(name, listener) {
      const hear = (event: Told) => {
        if (event.name === name) listener(events[name].parse(event.data) as Parameters<typeof listener>[0]);
      };
      listeners.add(hear);
      // One line to the shell serves all listeners: a browser allows a page few connections.
      hangUp ??= bridge.subscribe(event => {
        for (const each of listeners) each(event);
      });
      return () => {
        listeners.delete(hear);
        if (listeners.size > 0) return;
        hangUp?.();
        hangUp = undefined;
      };
    },
  };
}

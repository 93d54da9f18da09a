import type { Bridge, Refusal, SentEvent } from './bridge.ts';
import {
  type CallName,
  contract,
  type EventData,
  type EventName,
  events,
  type Input,
  type Output,
} from './contract.ts';
import { type ErrorDetails, errorDetailsSchema, type Remedies } from './error-codes.ts';
import { inWords, StudioError } from './errors.ts';

/** The contract as a page uses it. */
export interface Client {
  /**
   * Makes a call. Throws a StudioError whose message is fit for the user. Aborting the signal gives the call up, down to
   * what works on it, and throws its reason; in the desktop app only if the call is a job.
   */
  call<K extends CallName>(name: K, input: Input<K>, signal?: AbortSignal): Promise<Output<K>>;
  /** Hears the events of one name; the function it returns ends that. */
  subscribe<K extends EventName>(name: K, listener: (data: EventData<K>) => void): () => void;
}

/**
 * A client over any transport that is shaped like the bridge; what comes is checked, so that a drift shows at once.
 * `remedies`: what to do about an error where the client is used.
 */
export function createClient(bridge: Bridge, remedies: Remedies): Client {
  const listeners = new Set<(event: SentEvent) => void>();
  let hangUp: (() => void) | undefined;
  return {
    async call<K extends CallName>(name: K, input: Input<K>, signal?: AbortSignal): Promise<Output<K>> {
      signal?.throwIfAborted();
      const reply = await bridge.invoke(name, input, signal);
      signal?.throwIfAborted();
      if (!reply.ok) throw refusedError(reply, remedies);
      return contract[name].output.parse(reply.output) as Output<K>;
    },
    subscribe(name, listener) {
      const hear = (event: SentEvent) => {
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

/** A refusal that went through foreign hands may know less of itself than ours. */
function refusedError({ error, details }: Refusal, remedies: Remedies): StudioError {
  const known: ErrorDetails = errorDetailsSchema.catch({ code: 'failure' }).parse(details);
  return new StudioError(inWords(new StudioError(error, known), remedies), known);
}

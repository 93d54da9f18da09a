import type { ErrorDetails } from './error-codes.ts';

/**
 * What crosses the border between a page and its shell. Apart from the contract, because a sandboxed preload script can
 * load no packages and the contract's schemas need one.
 */
export interface Bridge {
  /** Makes the call `name` of the contract. `gone` is aborted when nobody waits for its answer any more. */
  invoke(name: string, input: unknown, gone?: AbortSignal): Promise<Reply>;
  /** Hears every event from now on; the function it returns ends that. */
  subscribe(listener: (event: SentEvent) => void): () => void;
  /** The path of a file that was dropped on the page; missing where a page may not know it, in a browser. */
  pathOf?(file: object): string;
}

/** An event on its way, not yet checked. */
export interface SentEvent {
  name: string;
  data: unknown;
}

/** A call's outcome: an error is its sentence, and what else is known of it. */
export type Reply = { ok: true; output: unknown } | Refusal;

export interface Refusal {
  ok: false;
  error: string;
  details: ErrorDetails;
}

/** `unknown`: no call of the contract; `denied`: a caller without the right; `usage`: a request that makes no sense. */
export function refusal(code: 'usage' | 'failure' | 'unanswered' | 'unknown' | 'denied', error: string): Refusal {
  return { ok: false, error, details: { code } };
}

/** The channels on which calls and events cross Electron's process border. */
export const CALL_CHANNEL = 'studio:call';
export const EVENT_CHANNEL = 'studio:event';

import { logError } from '../../node/log.ts';
import type { CallName, Handlers, Input, Output } from '../../shared/contract.ts';
import { IS_USAGE } from '../../shared/error-codes.ts';
import { StudioError } from '../../shared/errors.ts';
import { keysOf } from '../../shared/table.ts';

type Handler<K extends CallName> = (input: Input<K>, gone?: AbortSignal) => Promise<Output<K>>;

/** The same calls; what one of them throws stands in the log with its stack, unless the request was to blame or nobody waits for it. */
export function loggedCalls(handlers: Handlers): Handlers {
  const logged = { ...handlers };
  for (const name of keysOf(handlers)) logCall(logged, name);
  return logged;
}

function logCall<K extends CallName>(calls: { [N in K]: Handler<N> }, name: K): void {
  const call: Handler<K> = calls[name];
  calls[name] = async (input, gone) => {
    try {
      return await call(input, gone);
    } catch (error) {
      if (!gone?.aborted && !(error instanceof StudioError && IS_USAGE[error.code])) logError(`call ${name}`, error);
      throw error;
    }
  };
}

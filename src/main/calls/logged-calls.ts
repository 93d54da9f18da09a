import { logError } from '../../node/log.ts';
import type { CallName, Handlers } from '../../shared/contract.ts';
import { IS_USAGE } from '../../shared/error-codes.ts';
import { StudioError } from '../../shared/errors.ts';
import { keysOf } from '../../shared/table.ts';

/** The same calls; what one of them throws stands in the log with its stack, unless the request was to blame or nobody waits for it. */
export function loggedCalls(handlers: Handlers): Handlers {
  const logged = (name: CallName) => async (input: never, gone?: AbortSignal) => {
    try {
      return await handlers[name](input, gone);
    } catch (error) {
      if (!gone?.aborted && !(error instanceof StudioError && IS_USAGE[error.code])) logError(`call ${name}`, error);
      throw error;
    }
  };
  return Object.fromEntries(keysOf(handlers).map(name => [name, logged(name)])) as unknown as Handlers;
}

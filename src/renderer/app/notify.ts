import { notifications } from '@mantine/notifications';
import { oneLine, StudioError } from '../../shared/errors.ts';

/**
 * Says in one sentence what went wrong; the same sentence is not said twice at once. What is no StudioError was foreseen by nobody:
 * it goes the way of errors that nobody caught, into the log.
 */
export function notifyError(error: unknown): void {
  if (!(error instanceof StudioError)) globalThis.reportError?.(error);
  const message = oneLine(error);
  notifications.show({ id: message, message, color: 'red', autoClose: 12_000, role: 'alert' });
}

/** Says something that the user should look at; stays until it is closed. */
export function notifyWarning(message: string): void {
  notifications.show({ id: message, message, color: 'orange', autoClose: false, role: 'alert' });
}

/** Says something that the user wants to know but need not answer. */
export function notify(message: string): void {
  notifications.show({ id: message, message, autoClose: 6000 });
}

/** For handlers that cannot be awaited: runs, and tells of what goes wrong. */
export function attempt(work: () => Promise<unknown>): void {
  work().catch(notifyError);
}

import type { Bridge } from '../shared/bridge.ts';
import type { CallName, Input } from '../shared/contract.ts';

/** A page that breaks with every picture it draws must not push all else out of the log. */
const MOST = 50;

/** `more`: what is known besides the stack. */
type WriteError = (where: string, error: unknown, more?: string) => void;

/** What of a window is heard. */
type Heard = Pick<Window, 'addEventListener'>;

/**
 * Has the studio write what breaks in this page into its log, each stack once: errors and rejections that nobody caught. The
 * function it returns does so with an error that something else did catch.
 */
export function logPageErrors({ invoke }: Pick<Bridge, 'invoke'>, page: Heard): WriteError {
  const seen = new Set<string>();
  const write: WriteError = (where, error, more = '') => {
    const text = `${(error instanceof Error && error.stack) || String(error)}${more}`.slice(0, 16_000);
    if (seen.has(text) || seen.size >= MOST) return;
    seen.add(text);
    const name: CallName = 'log.write';
    // A shell that is gone writes nothing any more.
    invoke(name, { where, text } satisfies Input<typeof name>).catch(() => {});
  };
  page.addEventListener('error', ({ error, message, filename, lineno }) =>
    write('error', error ?? `${message} (${filename}:${lineno})`),
  );
  page.addEventListener('unhandledrejection', ({ reason }) => write('unhandled rejection', reason));
  return write;
}

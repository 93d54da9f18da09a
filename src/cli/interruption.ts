/** A terminal and npm may both pass one Ctrl-C on; only a later one is a second. */
const SAME_PRESS_MS = 1000;

/** A signal that Ctrl-C, SIGTERM or the end of its terminal (SIGHUP) aborts; a second Ctrl-C ends the process at once, as the shell's user expects. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let first = Number.POSITIVE_INFINITY;
  const stop = () => {
    if (performance.now() - first > SAME_PRESS_MS) process.exit(INTERRUPTED);
    first = Math.min(first, performance.now());
    controller.abort();
  };
  // They stay: execa ends the process by the signal itself when nobody else listens for it.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  return controller.signal;
}

/** The exit code of a program that Ctrl-C ended: 128 and the signal's number. */
export const INTERRUPTED = 130;

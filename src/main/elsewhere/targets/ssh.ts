import { execa } from 'execa';
import { StudioError } from '../../../shared/errors.ts';

/** Nobody is there to answer questions; a connection that has died is noticed. All else is said by the user's own config. */
const OPTIONS = {
  BatchMode: 'yes',
  ConnectTimeout: '30',
  ServerAliveInterval: '15',
  ServerAliveCountMax: '3',
};
export const SSH_OPTIONS: readonly string[] = Object.entries(OPTIONS).flatMap(([name, value]) => [
  '-o',
  `${name}=${value}`,
]);

/** In a group of its own: Ctrl-C in a terminal, which goes to all of a group, is for the studio alone. */
export const APART = { detached: true, reject: false } as const;

/** What ssh ends with when it is not the command that failed. */
export const NO_CONNECTION = 255;

/** More than the largest checkpoint. */
const MOST_BYTES = 2 ** 30;

/** Runs a script by the other machine's `sh`, whatever the user's shell is there; gives what it prints. Throws a StudioError. */
export async function onHost(host: string, script: string, signal: AbortSignal): Promise<string> {
  return (await overSsh(host, 'exec sh -s', script, signal)).toString('utf8');
}

/** Runs a command there, which gets `input`; gives what it prints. Throws a StudioError, or the signal's reason. */
export async function overSsh(host: string, command: string, input: string, signal: AbortSignal): Promise<Buffer> {
  const { exitCode, stdout, stderr, failed } = await execa('ssh', [...SSH_OPTIONS, '--', host, command], {
    ...APART,
    ...{ input, encoding: 'buffer', maxBuffer: MOST_BYTES, cancelSignal: signal },
  });
  signal.throwIfAborted();
  if (!failed) return Buffer.from(stdout);
  throw troubleWith(host, exitCode, Buffer.from(stderr ?? []).toString('utf8'));
}

/** The other machine cannot be reached, now or with this key. */
export class NoConnection extends StudioError {}

/** What went wrong there, from ssh's words or the other machine's. */
export function troubleWith(host: string, exitCode: number | undefined, stderr: string): StudioError {
  const last = stderr.trim().split('\n').at(-1)?.trim() || 'it said nothing';
  if (/No space left|quota exceeded/i.test(stderr)) {
    return new StudioError(`The disk of ${host} is full (${last}): free some space there, then go on.`);
  }
  if (exitCode === undefined) {
    return new StudioError('There is no ssh on this machine: install OpenSSH, then try again.');
  }
  if (exitCode !== NO_CONNECTION) return new StudioError(`${host} could not do its part: ${last}`);
  if (/Permission denied/.test(stderr)) {
    return new NoConnection(
      `${host} refused the key (${last}): see that \`ssh ${host}\` asks for no password, by a key or an agent.`,
    );
  }
  if (/Host key verification failed/.test(stderr)) {
    return new NoConnection(
      `${host} is not known to ssh, or its key has changed: connect once by \`ssh ${host}\`, and look.`,
    );
  }
  return new NoConnection(`${host} cannot be reached (${last}): see that \`ssh ${host}\` works.`);
}

/** A word for `sh`. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A path there, `~/` being the home folder. */
export function quotedPath(path: string): string {
  return path.startsWith('~/') ? `"$HOME"/${quoted(path.slice(2))}` : quoted(path);
}

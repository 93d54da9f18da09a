import { execa } from 'execa';
import { APART, onHost, quoted, SSH_OPTIONS, troubleWith } from './ssh.ts';

interface Copy {
  readonly ssh: string;
  /** Of the prepared set here, and where it belongs there. */
  readonly from: string;
  readonly to: string;
  readonly hasRsync: boolean;
  readonly signal: AbortSignal;
}

/** Whether the set is there already. Throws a StudioError. */
export async function hasSet({ ssh, to, signal }: Omit<Copy, 'from' | 'hasRsync'>): Promise<boolean> {
  return (await onHost(ssh, `[ -f ${quoted(to)}/manifest.json ] && echo there; true`, signal)).includes('there');
}

/** Copies a prepared set; one that broke off is gone on with where both sides have rsync. Throws a StudioError. */
export async function copySet(copy: Copy): Promise<void> {
  const { ssh, to, signal } = copy;
  const part = `${to}.part`;
  await onHost(ssh, `mkdir -p ${quoted(part)}`, signal);
  const isCopied = copy.hasRsync && (await byRsync(copy, part));
  if (!isCopied) await byTar(copy, part);
  await onHost(ssh, `mv ${quoted(part)} ${quoted(to)}`, signal);
}

/** False where this machine has no rsync. */
async function byRsync({ ssh, from, signal }: Copy, part: string): Promise<boolean> {
  const shell = ['ssh', ...SSH_OPTIONS].join(' ');
  const { failed, code, exitCode, stderr } = await execa(
    'rsync',
    ['-a', '--partial', '-e', shell, `${from}/`, `${ssh}:${part}/`],
    {
      ...APART,
      ...{ stdin: 'ignore', cancelSignal: signal },
    },
  );
  signal.throwIfAborted();
  if (code === 'ENOENT') return false;
  if (failed) throw troubleWith(ssh, exitCode, stderr);
  return true;
}

async function byTar({ ssh, from, signal }: Copy, part: string): Promise<void> {
  const options = { ...APART, cancelSignal: signal };
  const packing = execa('tar', ['-C', from, '-cf', '-', '.'], { ...options, encoding: 'buffer', buffer: false });
  const unpack = `exec sh -c ${quoted(`cd ${quoted(part)} && exec tar -xf -`)}`;
  const { failed, exitCode, stderr } = await packing.pipe('ssh', [...SSH_OPTIONS, '--', ssh, unpack], options);
  signal.throwIfAborted();
  if (failed) throw troubleWith(ssh, exitCode, String(stderr ?? ''));
}

import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/**
 * When a process of this machine started, as a string to compare: numbers of processes are given out again, their starts
 * are not. Undefined where the system does not say.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    return await (process.platform === 'linux' ? startOnLinux(pid) : startElsewhere(pid));
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/<pid>/stat counts from this boot; field 2, the name in brackets, may hold anything (proc(5)). */
async function startOnLinux(pid: number): Promise<string> {
  const [stat, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'latin1'),
    readFile('/proc/sys/kernel/random/boot_id', 'latin1'),
  ]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return `${boot.trim()} ${fields[22 - 3]}`;
}

async function startElsewhere(pid: number): Promise<string | undefined> {
  const options = { env: { LC_ALL: 'C' }, timeout: 10_000 };
  const { stdout } =
    process.platform === 'win32'
      ? await execa(
          'powershell',
          ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`],
          options,
        )
      : await execa('ps', ['-o', 'lstart=', '-p', String(pid)], options);
  return stdout.trim() || undefined;
}

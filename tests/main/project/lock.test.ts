import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../../src/main/project/lock.ts';
import { processStart } from '../../../src/main/project/process-start.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { buildProgram } from '../../helpers/program.ts';

let folder: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'lock');
});

const program = await buildProgram(join(import.meta.dirname, 'hold-lock.ts'));

function hold(...args: string[]) {
  return execa(process.execPath, [program, folder, ...args], { reject: false, timeout: 60_000 });
}

async function firstLine({ stdout }: ReturnType<typeof hold>): Promise<string> {
  const [text] = await once(stdout, 'data');
  return String(text).trim();
}

/** A lock file as another process would have left it. */
function leave(holder: object, number = 1): void {
  mkdirSync(folder, { recursive: true });
  const whole = { pid: process.pid, host: hostname(), since: '2026-01-02T03:04:05Z', ...holder };
  writeFileSync(join(folder, String(number)), JSON.stringify(whole));
}

describe('the lock of a project', () => {
  it('is held by one process; a second is told which one', async () => {
    const first = hold();
    expect(await firstLine(first)).toBe('held');
    const second = await takeLock(folder);
    expect(second).toEqual({
      held: false,
      reason: expect.stringMatching(
        new RegExp(`^This project is open in another Crack Studio \\(process ${first.pid}, .*read-only.*\\.$`),
      ),
    });
    first.kill('SIGKILL');
    await first;
    // After a crash nobody needs to clear up.
    const third = await takeLock(folder);
    expect(third.held).toBe(true);
    expect(await firstLine(hold('exit'))).toMatch(/open in another Crack Studio/);
    if (third.held) third.release();
    expect((await hold('exit')).stdout).toBe('held');
  });

  it('is free after its process exited, and after it was released', async () => {
    expect((await hold('exit')).stdout).toBe('held');
    const lock = await takeLock(folder);
    if (lock.held) lock.release();
    expect(lock.held).toBe(true);
    expect((await takeLock(folder)).held).toBe(true);
    expect((await takeLock(folder)).held).toBe(false);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is not mistaken for held when its process number was given to another program', async () => {
    leave({ started: 'some other time' });
    expect((await takeLock(folder)).held).toBe(true);
    leave({ started: await processStart(process.pid) }, 7);
    expect((await takeLock(folder)).held).toBe(false);
  });

  it('of another machine counts, and says how to be rid of it', async () => {
    leave({ host: 'another-machine', pid: 1 });
    const lock = await takeLock(folder);
    expect(lock).toMatchObject({
      held: false,
      reason: expect.stringMatching(/on another-machine .*delete .* if that machine is gone\.$/),
    });
  });

  it('that makes no sense is taken over', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '3'), '{"pid":');
    expect((await takeLock(folder)).held).toBe(true);
    expect(readdirSync(folder)).toEqual(['4']);
  });

  it('goes to one of many that find it stale at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      leave({ started: 'long ago' }, 10 * round + 1);
      const locks = await Promise.all(Array.from({ length: 8 }, () => takeLock(folder)));
      const held = locks.filter(lock => lock.held);
      expect(held).toHaveLength(1);
      for (const lock of held) lock.release();
    }
  });

  it('goes to one of several processes that find it stale', async () => {
    leave({ pid: 2 ** 22 + 1 });
    const children = Array.from({ length: 4 }, () => hold());
    const said = await Promise.all(children.map(firstLine));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children);
    expect(said.filter(line => line === 'held')).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')('cannot be had where nothing can be written, which is said', async () => {
    writeFileSync(folder, '');
    chmodSync(folder, 0o444);
    const lock = await takeLock(folder);
    expect(lock).toMatchObject({
      held: false,
      reason: expect.stringMatching(/^Nothing can be saved in this project, so it is read-only here \(.*\)\.$/),
    });
    expect(readFileSync(folder, 'utf8')).toBe('');
  });
});

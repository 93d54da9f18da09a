import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';

const program = join(import.meta.dirname, 'limits-program.ts');

async function run(what: string) {
  const { signal, stdout } = await execa(process.execPath, ['--import', 'tsx', program, what], { reject: false });
  return { signal, stdout };
}

it('work that takes more memory or time than it may ends with its process, though it never pauses', async () => {
  expect(await run('memory')).toEqual({ signal: 'SIGKILL', stdout: '' });
  expect(await run('time')).toEqual({ signal: 'SIGXCPU', stdout: '' });
});

it('work within its limits is done, and what comes after it is free', async () => {
  expect(await run('nothing')).toEqual({ signal: undefined, stdout: 'done' });
  expect(await run('afterwards')).toEqual({ signal: undefined, stdout: 'done' });
});

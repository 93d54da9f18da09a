import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOG_FILES, logError, startLog } from '../../src/node/log.ts';
import { StudioError } from '../../src/shared/errors.ts';
import { temporaryFolder } from '../helpers/pictures.ts';

describe('the log', () => {
  let folder: string;
  let stop: () => void;
  const file = (i = 0) => join(folder, LOG_FILES[i]!);
  beforeEach(() => {
    folder = join(temporaryFolder(), 'state/crack-studio');
    stop = startLog(folder, 'window');
  });
  afterEach(() => {
    stop();
    vi.unstubAllEnvs();
  });

  it('has when, who and where, the stack and its causes', () => {
    const cause = new TypeError('no such pixel');
    logError('call video.open', new StudioError('The video is damaged.', 'failure', { cause }));
    const text = readFileSync(file(), 'utf8');
    expect(text).toMatch(
      new RegExp(`^\\d{4}-[\\d:T.-]+Z window ${process.pid}: call video.open\n {2}StudioError: The video`),
    );
    expect(text).toMatch(/TypeError: no such pixel\n +at .*log\.test\.ts:\d+/);
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o77).toBe(0);
  });

  it('lets no text from outside look like an entry, and cuts what is long', () => {
    logError('page error', `Error: a\n2026-01-01T00:00:00.000Z window 1: forged\u001b[2J${'x'.repeat(1e6)}`);
    const text = readFileSync(file(), 'utf8');
    expect(text.split('\n').filter(line => /^\S/.test(line))).toHaveLength(1);
    expect(text).not.toContain('\u001b');
    expect(text.length).toBeLessThan(17_000);
  });

  it('rotates: three files of 1 MiB at most, the oldest goes', () => {
    for (let i = 0; i < 220; i++) logError(`entry ${i}`, 'x'.repeat(15_000));
    expect(LOG_FILES.map((_, i) => statSync(file(i)).size).every(size => size > 0 && size <= 2 ** 20)).toBe(true);
    expect(readFileSync(file(), 'utf8')).toContain('entry 219\n');
    expect(readFileSync(file(2), 'utf8')).not.toContain('entry 0\n');
  });

  it('never throws, and writes nothing where no process began it', () => {
    stop();
    logError('test', new Error('nobody listens'));
    expect(existsSync(folder)).toBe(false);
    const blocked = join(temporaryFolder(), 'file');
    writeFileSync(blocked, '');
    stop = startLog(blocked, 'window');
    expect(() => logError('test', new Error('no place'))).not.toThrow();
  });

  it('goes to standard error as well under STUDIO_DEBUG', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    logError('test', new Error('quiet'));
    vi.stubEnv('STUDIO_DEBUG', '1');
    logError('test', new Error('loud'));
    const printed = write.mock.calls.join('');
    write.mockRestore();
    expect(printed).toMatch(/Error: loud\n\s+at /);
    expect(printed).not.toContain('quiet');
  });
});

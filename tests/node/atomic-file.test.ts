import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../src/node/atomic-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('a file that is replaced in one piece', () => {
  it('holds the new content, and nothing lies beside it', async () => {
    const path = join(dir, 'a.json');
    writeFileSync(path, 'old');
    await writeFileAtomic(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(dir)).toEqual(['a.json']);
  });

  it('writes the bytes of a view, not those of the buffer behind it', async () => {
    const path = join(dir, 'view.bin');
    await writeFileAtomic(path, Uint8Array.from([1, 2, 3, 4]).subarray(1, 3));
    expect([...readFileSync(path)]).toEqual([2, 3]);
  });

  it('keeps the old content when the disk takes only a part of the new, and says so', async () => {
    const path = join(dir, 'kept.bin');
    writeFileSync(path, 'old');
    // No file may grow beyond 8 blocks: what a full disk does, without filling one.
    const script = `
      process.on('SIGXFSZ', () => {});
      const { writeFileAtomic } = await import(${JSON.stringify(new URL('../../src/node/atomic-file.ts', import.meta.url).href)});
      await writeFileAtomic(${JSON.stringify(path)}, new Uint8Array(100_000)).catch(error => console.log(error.message));`;
    const loader = import.meta.resolve('tsx');
    const { stdout } = await execa(
      '/bin/sh',
      ['-c', 'ulimit -f 8; exec "$0" --import "$1" --input-type=module -e "$2"', process.execPath, loader, script],
      {
        env: { TSX_DISABLE_CACHE: '1' },
      },
    );
    expect(stdout).toMatch(/^Cannot write .*kept\.bin: .*\.$/);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(dir).filter(name => name.endsWith('.tmp'))).toEqual([]);
  });

  it('names the file that cannot be written', async () => {
    await expect(writeFileAtomic(join(dir, 'nowhere', 'a'), 'x')).rejects.toThrow(
      /^Cannot write .*nowhere.a: there is no such place to write to/,
    );
  });
});

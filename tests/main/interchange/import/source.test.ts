import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openSink } from '../../../../src/main/interchange/export/sink.ts';
import { openSource } from '../../../../src/main/interchange/import/source.ts';
import { temporaryFolder } from '../../../helpers/pictures.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a source of labels', () => {
  it('lists the files of a folder and of a zip alike, and reads them', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'in', 'a b', 'ä#'), { recursive: true });
    writeFileSync(join(folder, 'in', 'a b', 'ä#', 'x.txt'), 'one');
    writeFileSync(join(folder, 'in', 'y.txt'), 'two');
    writeFileSync(join(folder, 'in', '.hidden'), 'three');
    writeFileSync(
      join(folder, 'in.zip'),
      zipSync({ 'a b/ä#/x.txt': bytes('one'), 'y.txt': bytes('two'), '__MACOSX/y.txt': bytes('') }),
    );
    for (const path of [join(folder, 'in'), join(folder, 'in.zip')]) {
      const source = await openSource(path);
      expect(source.files).toEqual(['a b/ä#/x.txt', 'y.txt']);
      expect((await source.read('a b/ä#/x.txt')).toString()).toBe('one');
      await source.close();
    }
  });

  it('reads names of a zip that a program of before Unicode packed', async () => {
    const path = join(temporaryFolder(), 'old.zip');
    const zip = Buffer.from(zipSync({ 'ABCD1.txt': bytes('one') })).toString('latin1');
    writeFileSync(path, Buffer.from(zip.replaceAll('ABCD', '\xc1\xd1\xb7\xec'), 'latin1'));
    const source = await openSource(path);
    expect(source.files).toEqual(['裂缝1.txt']);
    expect((await source.read('裂缝1.txt')).toString()).toBe('one');
    await source.close();
  });

  it('is no pipe, which would be waited for without end', async () => {
    const path = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(openSource(path)).rejects.toThrow(/it is neither a file nor a folder; choose another\.$/);
  });

  it('does not follow a link that leads out of the folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'in', 'x.txt'));
    expect((await openSource(join(folder, 'in'))).files).toEqual([]);
  });

  it.each([['../evil.txt'], ['/etc/evil.txt'], ['C:/evil.txt'], ['a/../../evil.txt'], ['..\\evil.txt']])(
    'refuses a zip with the entry %s as a whole',
    async name => {
      const path = join(temporaryFolder(), 'evil.zip');
      writeFileSync(path, zipSync({ [name]: bytes('x') }));
      await expect(openSource(path)).rejects.toThrow(/^Cannot read .*evil\.zip as a zip: .*; get it again/);
    },
  );

  it('refuses a zip that declares 10 GB in a few bytes, before it unpacks any', async () => {
    const path = join(temporaryFolder(), 'bomb.zip');
    const zip = Buffer.from(zipSync({ 'bomb.json': new Uint8Array(1000) }));
    const entry = zip.indexOf('PK\x01\x02', 0, 'latin1');
    // Three entries of almost 4 GB: the central directory is believed until the data say otherwise.
    zip.writeUInt32LE(0xfffffff0, entry + 24);
    const record = zip.subarray(entry, zip.indexOf('PK\x05\x06', 0, 'latin1'));
    const named = (name: string) => Buffer.from(record.toString('latin1').replace('bomb.json', name), 'latin1');
    const directory = Buffer.concat([named('a001.json'), named('a002.json'), named('a003.json')]);
    const end = Buffer.from(zip.subarray(zip.indexOf('PK\x05\x06', 0, 'latin1')));
    end.writeUInt16LE(3, 8);
    end.writeUInt16LE(3, 10);
    end.writeUInt32LE(directory.length, 12);
    writeFileSync(path, Buffer.concat([zip.subarray(0, entry), directory, end]));
    await expect(openSource(path)).rejects.toThrow(/would unpack to more than 200 times its size/);
  });

  it('says in one sentence that a file is no zip', async () => {
    const path = join(temporaryFolder(), 'text.zip');
    writeFileSync(path, 'not a zip');
    await expect(openSource(path)).rejects.toThrow(/^Cannot read .*text\.zip as a zip: .*\.$/);
  });
});

describe('a sink of labels', () => {
  it.each(['out', 'out.zip'])(
    'puts %s into place when it is complete, and leaves nothing behind when it is given up',
    async name => {
      const folder = temporaryFolder();
      const path = join(folder, name);
      const given = await openSink(path);
      await given.add('a/b.txt', 'one');
      await given.abort();
      await expect(openSource(path)).rejects.toThrow(/does not exist/);
      const sink = await openSink(path);
      await sink.add('a/b.txt', 'one');
      await sink.commit();
      const source = await openSource(path);
      expect(source.files).toEqual(['a/b.txt']);
      expect((await source.read('a/b.txt')).toString()).toBe('one');
      await expect(openSink(path)).rejects.toThrow(/exists already/);
    },
  );
});

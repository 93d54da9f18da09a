import { appendFileSync, linkSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../../src/main/labels/journal.ts';
import { type JournalEntry, journalLine, parseJournal } from '../../../src/main/labels/journal-lines.ts';
import { type ProjectPath, projectPath } from '../../../src/node/project-path.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { square } from './label-project.ts';

const entry = (revision: number): JournalEntry => ({
  image: 'Träger.png',
  revision,
  edits: [square(`s${revision}`, revision)],
  at: '2026-01-02T03:04:05Z',
  // What a line begins with, amid one.
  by: revision === 1 ? '00000000 {"image":"' : 'me',
});
const entries = [0, 1, 2, 3].map(entry);
const lines = entries.map(each => Buffer.from(journalLine(each)));
const bytes = Buffer.concat(lines);

/** Where a line begins and ends, its newline left out. */
const places = lines.map(({ length }, i) => {
  const start = lines.slice(0, i).reduce((sum, line) => sum + line.length, 0);
  return { start, end: start + length - 1 };
});

const open = (path: ProjectPath) => Journal.open(path, path.parent.join('damaged'));
const newPath = () => projectPath(temporaryFolder()).join('labels.jsonl');

describe('the journal', () => {
  it('gives back what was appended, and nothing once it was cleared', async () => {
    const path = projectPath(temporaryFolder()).join('journal', 'labels.jsonl');
    const { journal } = await open(path);
    for (const each of entries) await journal.append(each);
    await journal.close();
    const again = await open(path);
    expect(again.entries).toEqual(entries);
    await again.journal.clear();
    await again.journal.append(entry(9));
    await again.journal.close();
    const last = await open(path);
    expect(last).toMatchObject({ entries: [entry(9)], notice: null, incomplete: false });
    await last.journal.close();
  });

  it('cut off at any byte gives all lines that are whole, and nothing is damaged', () => {
    for (let length = 0; length <= bytes.length; length++) {
      const whole = places.filter(({ end }) => end < length).length;
      expect(parseJournal(bytes.subarray(0, length))).toMatchObject({ entries: entries.slice(0, whole), damaged: 0 });
    }
  });

  it('with any byte damaged gives every line that the damage spares, and says that some are missing', () => {
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0x04;
      const spared = entries.filter((_, i) => at < places[i].start || at >= places[i].end);
      expect(parseJournal(damaged)).toMatchObject({ entries: spared, incomplete: true });
    }
  });

  it('with several bytes damaged, put in or taken out gives the lines that are spared, and never throws', () => {
    const change = fc.record({
      at: fc.nat(bytes.length - 1),
      length: fc.nat(3),
      put: fc.uint8Array({ maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
        let damaged = bytes;
        const sorted = changes.toSorted((a, b) => b.at - a.at);
        for (const { at, length, put } of sorted) {
          damaged = Buffer.concat([damaged.subarray(0, at), put, damaged.subarray(at + length)]);
        }
        // Its newline, or what stands behind it, keeps a line apart from the next.
        const isSpared = ({ start, end }: { start: number; end: number }) =>
          changes.every(({ at, length }) => at + length <= start - 1 || at > end);
        const spared = entries.filter((_, i) => isSpared(places[i]));
        expect(parseJournal(damaged).entries).toEqual(expect.arrayContaining(spared));
      }),
    );
  });

  it('of any bytes gives something, and a line with the checksum of nothing is damaged like any other', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), noise => void parseJournal(Buffer.from(noise))));
    for (const line of ['00000000 \n', '00000000 {}\n', '\n', 'ffffffff null\n']) {
      const found = parseJournal(Buffer.concat([lines[0], Buffer.from(line), lines[1]]));
      expect(found).toMatchObject({ entries: entries.slice(0, 2), damaged: 1 });
    }
  });

  it('goes on behind the last whole line', async () => {
    const path = newPath();
    writeFileSync(path.path, journalLine(entry(0)));
    appendFileSync(path.path, journalLine(entry(1)).slice(0, -5));
    const { journal, entries: found, notice } = await open(path);
    expect([found, notice]).toEqual([[entry(0)], null]);
    await journal.append(entry(1));
    await journal.close();
    expect(parseJournal(readFileSync(path.path)).entries).toEqual([entry(0), entry(1)]);
  });

  it('that is damaged is kept as it is, and goes on with the lines that are whole, incomplete until it is cleared', async () => {
    const path = newPath();
    const damaged = Buffer.from(bytes);
    damaged[places[1].start + 20] ^= 1;
    writeFileSync(path.path, damaged);
    const first = await open(path);
    expect(first).toMatchObject({ entries: [0, 2, 3].map(entry), incomplete: true });
    expect(first.notice).toMatch(
      /^A part of the journal .* was damaged, and edits in it are lost: .* it is kept as .*\.$/,
    );
    const aside = path.parent.join('damaged').path;
    expect(readdirSync(aside).map(name => readFileSync(join(aside, name)))).toEqual([damaged]);
    await first.journal.append(entry(4));
    await first.journal.close();
    const second = await open(path);
    expect(second).toMatchObject({ entries: [0, 2, 3, 4].map(entry), incomplete: true, notice: null });
    await second.journal.clear();
    await second.journal.close();
    const third = await open(path);
    expect(third).toMatchObject({ entries: [], incomplete: false });
    await third.journal.close();
  });

  it('that is larger than any of ours is put aside unread', async () => {
    const path = newPath();
    writeFileSync(path.path, '');
    truncateSync(path.path, 2 ** 40);
    const { journal, entries: found, notice } = await open(path);
    expect(found).toEqual([]);
    expect(notice).toMatch(/larger than any that the studio writes, so it was put aside/);
    await journal.append(entry(0));
    await journal.close();
    expect(readFileSync(path.path, 'utf8')).toBe(journalLine(entry(0)));
  });

  it('that has another name elsewhere leaves that file as it is', async () => {
    const path = newPath();
    const other = join(temporaryFolder(), '.profile');
    writeFileSync(other, 'export A=1\n');
    linkSync(other, path.path);
    const { journal } = await open(path);
    await journal.append(entry(0));
    await journal.clear();
    await journal.close();
    expect(readFileSync(other, 'utf8')).toBe('export A=1\n');
  });
});

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Journal, type JournalEntry, journalLine, parseJournal } from '../../../src/main/labels/journal.ts';
import { projectPath } from '../../../src/node/project-path.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { square } from './label-project.ts';

const entry = (revision: number): JournalEntry => ({
  image: 'Träger.png',
  revision,
  edits: [square(`s${revision}`, revision)],
  at: '2026-01-02T03:04:05Z',
  by: 'me',
});
const entries = [0, 1, 2].map(entry);

describe('the journal', () => {
  it('gives back what was appended, and nothing once it was cleared', async () => {
    const path = projectPath(temporaryFolder()).join('journal', 'labels.jsonl');
    const { journal } = await Journal.open(path);
    for (const each of entries) await journal.append(each);
    await journal.close();
    const again = await Journal.open(path);
    expect(again.entries).toEqual(entries);
    await again.journal.clear();
    await again.journal.append(entry(9));
    await again.journal.close();
    const last = await Journal.open(path);
    expect(last.entries).toEqual([entry(9)]);
    await last.journal.close();
  });

  it('cut off at any byte gives all lines that are whole', () => {
    const lines = entries.map(each => Buffer.from(journalLine(each)));
    const bytes = Buffer.concat(lines);
    for (let length = 0; length <= bytes.length; length++) {
      const whole = lines.filter((_, i) => Buffer.concat(lines.slice(0, i + 1)).length <= length).length;
      expect(parseJournal(bytes.subarray(0, length)).entries).toEqual(entries.slice(0, whole));
    }
  });

  it('with any byte damaged gives the lines before it', () => {
    const lines = entries.map(each => Buffer.from(journalLine(each)));
    const bytes = Buffer.concat(lines);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0x04;
      const before = entries.filter((_, i) => Buffer.concat(lines.slice(0, i + 1)).length <= at);
      expect(parseJournal(damaged).entries).toEqual(before);
    }
  });

  it('goes on behind the last whole line', async () => {
    const path = projectPath(temporaryFolder()).join('labels.jsonl');
    writeFileSync(path.path, journalLine(entry(0)));
    appendFileSync(path.path, journalLine(entry(1)).slice(0, -5));
    const { journal, entries: found } = await Journal.open(path);
    expect(found).toEqual([entry(0)]);
    await journal.append(entry(1));
    await journal.close();
    expect(parseJournal(readFileSync(path.path)).entries).toEqual([entry(0), entry(1)]);
  });
});

import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { labelEditSchema } from '../../shared/labels/label-edits.ts';
import { projectClassesSchema } from '../../shared/schemas/project.ts';

/** Edits of one image, made together from `revision`. */
const journalEntrySchema = z.object({
  image: z.string(),
  revision: z.int().nonnegative(),
  edits: z.array(labelEditSchema).min(1),
  at: z.string(),
  by: z.string(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** Edits of many images that were made as one, and the project's classes from then on where they changed. */
const bulkEntrySchema = z.object({ classes: projectClassesSchema.optional(), entries: z.array(journalEntrySchema) });
type BulkEntry = z.infer<typeof bulkEntrySchema>;

const lineSchema = z.union([journalEntrySchema, bulkEntrySchema]);
/** What one line confirms: all of it or, unfinished, nothing. */
export type JournalLine = JournalEntry | BulkEntry;

/** The edits of lines, image by image, in their order. */
export function entriesOf(lines: readonly JournalLine[]): JournalEntry[] {
  return lines.flatMap(line => ('entries' in line ? line.entries : line));
}

/** The classes that the last line says that changed them. */
export function classesOf(lines: readonly JournalLine[]): BulkEntry['classes'] {
  return lines.findLast((line): line is BulkEntry => 'entries' in line && line.classes !== undefined)?.classes;
}

/** What a journal holds, as far as it is whole. */
export interface JournalLines {
  readonly entries: readonly JournalLine[];
  /** Bytes that the whole lines take which it begins with. */
  readonly bytes: number;
  /** Stretches amid or behind these that are no whole lines; one that was left unfinished at the end is none. */
  readonly damaged: number;
  /** Whether entries are missing: some are damaged, or were when the journal was written anew. */
  readonly incomplete: boolean;
}

const NEWLINE = 0x0a;
/** Where a line may begin within a stretch that is damaged: a checksum and the first key of an entry. */
const BEGINNING = /[0-9a-f]{8} \{"/g;
/** Beginnings that are tried as the end of the line before: those amid a text of the user's are passed over. */
const AHEAD = 8;
/** Bytes whose checksum is taken in the search for lines: a stranger's journal may be all beginnings. */
const MOST_SEARCHED = 2 ** 30;

/** Stands in a journal that was written anew for the lines that were damaged. */
export const LOST_LINES = 'lost\n';

/** One line: a CRC-32 of its JSON and the JSON. */
export function journalLine(entry: JournalLine): string {
  const json = JSON.stringify(entry);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/**
 * The whole lines of a journal, those behind a damaged one, too. Of a line that the process or the disk left unfinished at the
 * end nobody was told. Never throws.
 */
export function parseJournal(bytes: Buffer): JournalLines {
  const entries: JournalLine[] = [];
  const budget = { bytes: MOST_SEARCHED };
  let [start, whole, damaged, lost] = [0, 0, 0, 0];
  while (start < bytes.length) {
    const end = bytes.indexOf(NEWLINE, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    start += line.length + 1;
    const entry = end < 0 ? undefined : parseLine(line);
    const isMark = !entry && `${line.toString('latin1', 0, LOST_LINES.length)}\n` === LOST_LINES;
    const found = entry || isMark ? [] : searchIn(line, end >= 0, budget);
    entries.push(...(entry ? [entry] : found));
    if (isMark) lost++;
    if (!entry && !isMark && (end >= 0 || found.length > 0)) damaged++;
    if ((entry || isMark) && damaged === 0) whole = start;
  }
  return { entries, bytes: whole, damaged, incomplete: damaged + lost > 0 };
}

/**
 * Lines within a stretch that is none: the byte that ended one of them may be what is damaged. Behind the last of a stretch that
 * has an end, or behind any other, something stood, so it was whole.
 */
function searchIn(stretch: Buffer, hasEnd: boolean, budget: { bytes: number }): JournalLine[] {
  const starts = [...stretch.toString('latin1').matchAll(BEGINNING)].map(({ index }) => index);
  const entries: JournalLine[] = [];
  let from = 0;
  for (const [i, start] of starts.entries()) {
    if (start < from) continue;
    // The damaged byte stands before the next line, or has gone.
    const ends = [...starts.slice(i + 1, i + 1 + AHEAD), stretch.length].flatMap(next => [next - 1, next]);
    const end = ends.find(each => {
      budget.bytes -= each - start;
      return budget.bytes > 0 && parseLine(stretch.subarray(start, each)) !== undefined;
    });
    const entry = end === undefined ? undefined : parseLine(stretch.subarray(start, end));
    if (end === undefined || !entry) continue;
    if (hasEnd || end < stretch.length) entries.push(entry);
    from = end;
  }
  return entries;
}

function parseLine(line: Buffer): JournalLine | undefined {
  const json = line.subarray(9);
  if (line.toString('latin1', 0, 9) !== `${crc32(json).toString(16).padStart(8, '0')} `) return undefined;
  try {
    return lineSchema.parse(JSON.parse(json.toString('utf8')));
  } catch {
    return undefined;
  }
}

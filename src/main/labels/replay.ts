import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { oneLine } from '../../shared/errors.ts';
import { applyEdits } from '../../shared/labels/label-edits.ts';
import type { LabelDocument } from '../../shared/schemas/label.ts';
import { readIfThere } from '../files/read.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { type JournalEntry, journalLine } from './journal-lines.ts';
import type { LoadedLabels } from './label-file.ts';

export interface Replayed {
  /** Every document that the journal names, with its edits: to be written again, for the crash may have come between. */
  readonly documents: ReadonlyMap<string, LabelDocument>;
  /** What the user should know, a sentence each. */
  readonly notices: readonly string[];
  /** Entries that fit nothing any more. */
  readonly unfit: readonly JournalEntry[];
}

/**
 * Applies what was confirmed but not yet written. `incomplete`: some entries are missing, so one that does not follow on may
 * still fit. `load` gives a document as it is on disk. Writes nothing.
 */
export async function replay(
  entries: readonly JournalEntry[],
  incomplete: boolean,
  load: (image: string) => Promise<LoadedLabels>,
): Promise<Replayed> {
  const documents = new Map<string, LabelDocument>();
  const notices: string[] = [];
  const unfit: JournalEntry[] = [];
  for (const [image, own] of byImage(entries)) {
    try {
      const { document, notice } = await load(image);
      if (notice) notices.push(notice);
      const { replayed, left, missing } = replayOnto(document, own, incomplete);
      documents.set(image, replayed);
      unfit.push(...left);
      if (missing > 0) notices.push(`${missing} edits of ${image} from before the crash are lost: check it.`);
      if (left.length > 0)
        notices.push(`${left.length} edits of ${image} from before the crash do not fit it any more.`);
    } catch (error) {
      unfit.push(...own);
      notices.push(`${own.length} edits from before the crash could not be applied: ${oneLine(error)}`);
    }
  }
  return { documents, notices, unfit };
}

function byImage(entries: readonly JournalEntry[]): ReadonlyMap<string, JournalEntry[]> {
  const groups = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.image);
    if (group) group.push(entry);
    else groups.set(entry.image, [entry]);
  }
  return groups;
}

/**
 * Entries that the document has seen are passed over. Where some before one may be missing, it is applied if it still fits;
 * what does not fit is left.
 */
function replayOnto(document: LabelDocument, entries: readonly JournalEntry[], incomplete: boolean) {
  let replayed = document;
  let [missing, leftBefore] = [0, 0];
  const left: JournalEntry[] = [];
  for (const entry of entries) {
    const gap = entry.revision - replayed.revision;
    if (gap < 0) continue;
    try {
      if (gap > 0 && !incomplete) throw new Error('a revision is missing');
      replayed = { ...editDocument(replayed, entry), revision: entry.revision + 1 };
      missing += gap - leftBefore;
      leftBefore = 0;
    } catch {
      left.push(entry);
      leftBefore++;
    }
  }
  return { replayed, left, missing };
}

/** The document after a journal entry: one revision further. Throws when the edits do not fit. */
export function editDocument(document: LabelDocument, { edits, at, by }: JournalEntry): LabelDocument {
  return { ...applyEdits(document, edits), revision: document.revision + 1, changed: { at, by } };
}

/** Entries that nothing took are kept beside the journal: nobody's work is thrown away unseen. Throws a StudioError. */
export async function keepUnfit(layout: ProjectLayout, unfit: readonly JournalEntry[]): Promise<void> {
  if (unfit.length === 0) return;
  const path = layout.damaged.join('edits.jsonl');
  await makeFolder(layout.damaged);
  const before = (await readIfThere(path)) ?? Buffer.alloc(0);
  await writeFileAtomic(path, Buffer.concat([before, Buffer.from(unfit.map(journalLine).join(''))]));
}

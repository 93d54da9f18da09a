import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { moveInside } from '../../node/move.ts';
import { type OpenedFile, openInPlace } from '../../node/open-file.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { readIfThere, statOf } from '../../node/read-file.ts';
import { syncFolder } from '../../node/sync-folder.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import { keepCopy } from '../files/backed-up-file.ts';
import { type JournalLine, journalLine, LOST_LINES, parseJournal } from './journal-lines.ts';

/** A larger journal is no work of the studio's: it is put aside unread. */
const MOST_BYTES = 256 * 2 ** 20;

/** What a journal held when it was opened. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly entries: readonly JournalLine[];
  /** Whether some are missing among them. */
  readonly incomplete: boolean;
  /** One sentence when a part of it was damaged. */
  readonly notice: string | null;
}

/**
 * Edits that are confirmed but not yet in their documents: one line each, a CRC-32 of its JSON and the JSON. Of a line
 * that the process or the disk left unfinished nobody was told, so reading ends before the first that is not whole.
 */
export class Journal {
  readonly #path: ProjectPath;
  readonly #file: OpenedFile['handle'];
  /** Where the next line goes: behind the last that was confirmed. */
  #end: number;

  private constructor(path: ProjectPath, file: OpenedFile['handle'], end: number) {
    this.#path = path;
    this.#file = file;
    this.#end = end;
  }

  /**
   * Opens or makes the journal, and gives what it holds. One that is damaged is kept whole in the folder `aside` before it is
   * written anew with its whole lines, and so is one that has another name elsewhere, which would change with it. Throws a
   * StudioError.
   */
  static async open(path: ProjectPath, aside: ProjectPath): Promise<OpenedJournal> {
    await makeFolder(path.parent);
    const tooLarge = await putAsideIfTooLarge(path, aside);
    const found = parseJournal((await readIfThere(path, MOST_BYTES)) ?? Buffer.alloc(0));
    const kept = found.damaged > 0 ? await keepCopy(path, aside) : null;
    const lines = (found.incomplete ? LOST_LINES : '') + found.entries.map(journalLine).join('');
    const isRewritten = kept !== null || (await hasOtherNames(path));
    if (isRewritten) await writeFileAtomic(path, lines);
    const { handle } = await openInPlace(path, 'update');
    try {
      await syncFolder(path.parent);
      const end = isRewritten ? Buffer.byteLength(lines) : found.bytes;
      return { journal: new Journal(path, handle, end), ...found, notice: tooLarge ?? noticeOf(path, kept) };
    } catch (error) {
      await handle.close();
      throw fileError('read', path.path, error);
    }
  }

  get isEmpty(): boolean {
    return this.#end === 0;
  }

  /** Resolves when the entry is safe on disk; throws a StudioError when it is not, and then it never will be. */
  async append(entry: JournalLine): Promise<void> {
    const line = Buffer.from(journalLine(entry));
    if (this.#end + line.length > MOST_BYTES)
      throw new StudioError('That is more than is kept safe at once: do it for fewer images at a time.');
    await this.#path.root.requirePinned();
    try {
      // What an earlier failure left behind the end must not follow this line.
      await this.#file.truncate(this.#end);
      await writeAt(this.#file, line, this.#end);
      await this.#file.datasync();
      this.#end += line.length;
    } catch (error) {
      await this.#file.truncate(this.#end).catch(() => {});
      throw fileError('write', this.#path.path, error);
    }
  }

  /** Forgets all entries: their documents are safe on disk. Throws a StudioError, also when the project was moved meanwhile. */
  async clear(): Promise<void> {
    try {
      await this.#path.root.requirePinned();
      await this.#file.truncate(0);
      this.#end = 0;
      await this.#file.sync();
    } catch (error) {
      throw fileError('write', this.#path.path, error);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

async function putAsideIfTooLarge(path: ProjectPath, aside: ProjectPath): Promise<string | null> {
  const { size = 0 } = await statOf(path).catch((): { size?: number } => ({}));
  if (size <= MOST_BYTES) return null;
  await makeFolder(aside);
  const kept = aside.join(`${Date.now()}-labels.jsonl`);
  await moveInside(path, kept);
  return `The journal ${path} was larger than any that the studio writes, so it was put aside as ${kept}: check the images labelled last.`;
}

/** A stranger's project may share a file with what lies elsewhere. */
async function hasOtherNames(path: ProjectPath): Promise<boolean> {
  return statOf(path).then(
    ({ nlink }) => nlink > 1,
    () => false,
  );
}

function noticeOf(path: ProjectPath, kept: ProjectPath | null): string | null {
  return (
    kept &&
    `A part of the journal ${path} was damaged, and edits in it are lost: check the images labelled last; it is kept as ${kept}.`
  );
}

/** A disk that fills up takes a part and says so only when asked for the rest. */
async function writeAt(file: OpenedFile['handle'], bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

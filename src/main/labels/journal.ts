import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { makeFolder } from '../../node/folders.ts';
import { type OpenedFile, openInPlace } from '../../node/open-file.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { syncFolder } from '../../node/sync-folder.ts';
import { fileError } from '../../shared/errors.ts';
import { labelEditSchema } from '../../shared/labels/label-edits.ts';

/** Edits of one image, made together from `revision`. */
const journalEntrySchema = z.object({
  image: z.string(),
  revision: z.int().nonnegative(),
  edits: z.array(labelEditSchema).min(1),
  at: z.string(),
  by: z.string(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

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

  /** Opens or makes the journal, and gives what it holds. Throws a StudioError. */
  static async open(path: ProjectPath): Promise<{ journal: Journal; entries: JournalEntry[] }> {
    await makeFolder(path.parent);
    const { handle } = await openInPlace(path, 'update');
    try {
      await syncFolder(path.parent);
      const { entries, bytes } = parseJournal(await handle.readFile());
      return { journal: new Journal(path, handle, bytes), entries };
    } catch (error) {
      await handle.close();
      throw fileError('read', path.path, error);
    }
  }

  get isEmpty(): boolean {
    return this.#end === 0;
  }

  /** Resolves when the entry is safe on disk; throws a StudioError when it is not, and then it never will be. */
  async append(entry: JournalEntry): Promise<void> {
    const line = Buffer.from(journalLine(entry));
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

  /** Forgets all entries: their documents are safe on disk. Throws a StudioError. */
  async clear(): Promise<void> {
    try {
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

export function journalLine(entry: JournalEntry): string {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** The whole lines that a journal begins with, and how many bytes they take. */
export function parseJournal(bytes: Buffer): { entries: JournalEntry[]; bytes: number } {
  const entries: JournalEntry[] = [];
  let start = 0;
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', start)) {
    const entry = parseLine(bytes.toString('utf8', start, end));
    if (!entry) break;
    entries.push(entry);
    start = end + 1;
  }
  return { entries, bytes: start };
}

function parseLine(line: string): JournalEntry | undefined {
  const json = line.slice(9);
  if (line.slice(0, 9) !== `${checksum(json)} `) return undefined;
  const parsed = journalEntrySchema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : undefined;
}

/** A disk that fills up takes a part and says so only when asked for the rest. */
async function writeAt(file: OpenedFile['handle'], bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

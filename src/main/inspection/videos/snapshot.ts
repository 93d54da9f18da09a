import * as z from 'zod';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { openInPlace } from '../../../node/open-file.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import { readIfThere } from '../../../node/read-file.ts';
import { removeFile } from '../../../node/remove.ts';
import { fileError, StudioError } from '../../../shared/errors.ts';
import type { TrackerState } from '../../../shared/events/track.ts';
import { newTracker } from '../../../shared/events/tracker.ts';

/** Of what a snapshot holds: one of another version does not fit. */
const VERSION = 2;

const momentSchema = z.object({ frame: z.int(), ms: z.number() });
const trackSchema = z.object({
  id: z.int(),
  begin: z.int(),
  end: momentSchema,
  hits: z.int(),
  look: z.int(),
  confirmed: z.boolean(),
  scores: z.array(z.number()),
  peak: momentSchema.extend({ score: z.number(), lengthPx: z.number(), runs: z.array(z.int()) }),
  points: z.array(z.number()),
  since: z.array(z.int()),
  apart: z.record(z.coerce.number<string>(), z.int()),
});
const snapshotSchema = z.object({
  version: z.literal(VERSION),
  /** The frame after which to go on: it was looked at, and the one that the next is compared with. */
  before: momentSchema.nullable(),
  /** The last frame that the model saw. */
  inspected: momentSchema.nullable(),
  looks: z.int(),
  /** What the file of the lines is long, bytes; what is behind was not finished. */
  bytes: z.int(),
  tracker: z.object({ nextId: z.int(), looks: z.int(), tracks: z.array(trackSchema), ended: z.array(trackSchema) }),
});

/** Where an inspection stands. */
export interface Snapshot extends Omit<z.infer<typeof snapshotSchema>, 'tracker'> {
  readonly tracker: TrackerState;
}

/** The lines of `frames.jsonl`, or of a shard's file, and the snapshot beside: a stretch counts when its last line and the snapshot are on disk. */
export class InspectionLog {
  readonly #folder: ProjectPath;
  readonly #file: ProjectPath;
  #lines: string[] = [];
  #bytes: number;

  private constructor(folder: ProjectPath, file: ProjectPath, bytes: number) {
    this.#folder = folder;
    this.#file = file;
    this.#bytes = bytes;
  }

  /** Opens the log `name` of a folder, and where it stands; a new one stands at the beginning. Throws a StudioError. */
  static async open(folder: ProjectPath, name: string): Promise<{ log: InspectionLog; snapshot: Snapshot }> {
    const snapshot = await readSnapshot(folder);
    const file = folder.join(name);
    const { handle } = await openInPlace(file, 'update');
    try {
      await handle.truncate(snapshot.bytes);
    } finally {
      await handle.close();
    }
    return { log: new InspectionLog(folder, file, snapshot.bytes), snapshot };
  }

  add(record: object): void {
    this.#lines.push(`${JSON.stringify(record)}\n`);
  }

  /** Ends a stretch: its lines, then the snapshot. Throws a StudioError; the stretch before is safe all the same. */
  async commit(snapshot: Omit<Snapshot, 'bytes' | 'version'>): Promise<void> {
    const text = Buffer.from(this.#lines.join(''));
    const { handle } = await openInPlace(this.#file, 'append');
    try {
      await handle.writeFile(text);
      await handle.datasync();
    } catch (error) {
      throw fileError('write', this.#file.path, error);
    } finally {
      await handle.close();
    }
    this.#lines = [];
    this.#bytes += text.length;
    const document = { version: VERSION, ...snapshot, bytes: this.#bytes };
    await writeFileAtomic(this.#folder.join('snapshot.json'), JSON.stringify(document));
  }

  /** The inspection has come to its end. */
  async end(): Promise<void> {
    await removeFile(this.#folder.join('snapshot.json'));
  }
}

/** Where an inspection stands; one that was not begun stands at the beginning. Throws a StudioError. */
export async function readSnapshot(folder: ProjectPath): Promise<Snapshot> {
  const path = folder.join('snapshot.json');
  const text = await readIfThere(path);
  if (!text) return { version: VERSION, before: null, inspected: null, looks: 0, bytes: 0, tracker: newTracker() };
  try {
    return snapshotSchema.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new StudioError(
      `${path} is damaged or of another version of the studio, so that this inspection cannot go on: begin another one; what it has found stays in ${folder}.`,
      'failure',
      { cause: error },
    );
  }
}

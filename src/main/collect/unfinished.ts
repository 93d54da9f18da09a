import { createHash } from 'node:crypto';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { isAlive } from '../../node/is-alive.ts';
import { openInPlace } from '../../node/open-file.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { removeFile, sweep } from '../../node/remove.ts';
import { fileError } from '../../shared/errors.ts';
import { exists } from '../files/listing.ts';
import { readText } from '../files/read.ts';
import { freeBase, SAMPLE_FILES, samplePath } from './sample-files.ts';

const headSchema = z.object({ request: z.string(), pid: z.int().positive() });
const lineSchema = z.object({ frame: z.int().nonnegative(), base: z.string() });

/**
 * What a collecting is at work on, in the folder of its samples until it is done: which frame gets which name. The same
 * request made again after a kill goes on with these names, and saves no frame twice.
 */
export class Unfinished {
  readonly #folder: ProjectPath;
  readonly #file: ProjectPath;
  readonly #bases: Map<number, string>;

  private constructor(folder: ProjectPath, file: ProjectPath, bases: Map<number, string>) {
    this.#folder = folder;
    this.#file = file;
    this.#bases = bases;
  }

  /** `request`: all that samples depend on. Throws a StudioError. */
  static async begin(folder: ProjectPath, request: unknown): Promise<Unfinished> {
    for (const kind of Object.keys(SAMPLE_FILES)) await sweep(folder.join(kind));
    const key = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 16);
    const file = folder.join(`.collecting-${key}.jsonl`);
    const before = await readBefore(file);
    // Two at once, in two processes, are two wishes.
    const ours = before === 'in use' ? folder.join(`.collecting-${key}-${process.pid}.jsonl`) : file;
    const bases = before === 'in use' ? new Map<number, string>() : before;
    const lines = [...bases].map(([frame, base]) => ({ frame, base }));
    const head = { request: key, pid: process.pid };
    await writeFileAtomic(ours, [head, ...lines].map(line => `${JSON.stringify(line)}\n`).join(''));
    return new Unfinished(folder, ours, bases);
  }

  /** The name under which a frame is saved already; `base` is the one it would have if that were free. */
  async savedAs(frame: number, base: string): Promise<string | undefined> {
    const name = this.#known(frame, base);
    return name !== undefined && (await exists(samplePath(this.#folder, 'images', name))) ? name : undefined;
  }

  /** The name for a frame's files, settled before the first of them is written. Throws a StudioError. */
  async nameOf(frame: number, base: string): Promise<string> {
    const known = this.#known(frame, base);
    if (known !== undefined) return known;
    const name = await freeBase(this.#folder, base);
    await using file = await openInPlace(this.#file, 'append');
    await file.handle.writeFile(`${JSON.stringify({ frame, base: name })}\n`).catch(error => {
      throw fileError('write', this.#file.path, error);
    });
    return name;
  }

  /** What the file says is no more than a base with a number: anybody may have written it. */
  #known(frame: number, base: string): string | undefined {
    const name = this.#bases.get(frame);
    return name?.startsWith(base) && /^(_\d{4,9})?$/.test(name.slice(base.length)) ? name : undefined;
  }

  /** All is saved: asked for again, it is saved again, under other names. */
  async end(): Promise<void> {
    await removeFile(this.#file);
  }
}

async function readBefore(file: ProjectPath): Promise<Map<number, string> | 'in use'> {
  try {
    const [head, ...lines] = (await readText(file)).trimEnd().split('\n');
    const { pid } = headSchema.parse(JSON.parse(head));
    if (pid !== process.pid && isAlive(pid)) return 'in use';
    return new Map(lines.flatMap(parseLine));
  } catch {
    return new Map();
  }
}

/** None for a line that a kill left unfinished. */
function parseLine(line: string): [number, string][] {
  try {
    const { frame, base } = lineSchema.parse(JSON.parse(line));
    return [[frame, base]];
  } catch {
    return [];
  }
}

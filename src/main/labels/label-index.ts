import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder, namesIn, statsIn } from '../../node/folders.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { type LabelSummary, NO_LABELS, summaryOf } from '../../shared/labels/label-summary.ts';
import {
  type ImageSummary,
  imageSummarySchema,
  type LabelDocument,
  labelDocumentSchema,
} from '../../shared/schemas/label.ts';
import { FOR_THE_DISK, mapConcurrently } from '../files/concurrency.ts';
import { exists, listPngs } from '../files/listing.ts';
import { readText } from '../files/read.ts';
import { isPlainName } from '../files/resolve-inside.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { placesInOrder } from './kept-order.ts';

/** What the list needs of a document, and the size and time of the file that it was read from. */
const rowSchema = z.object({
  bytes: z.number(),
  mtime: z.number(),
  summary: imageSummarySchema.omit({ name: true, bytes: true, mtime: true, teaches: true }),
});
type Row = z.infer<typeof rowSchema>;
const indexSchema = z.object({ version: z.literal(2), rows: z.record(z.string(), rowSchema) });

/** States and counts of all images, read from their documents once and again only where a document has changed since. */
export class LabelIndex {
  readonly #layout: ProjectLayout;
  readonly #keep: boolean;
  #rows: Map<string, Row> | undefined;

  /** `keep`: write what was read to `.studio/cache`. */
  constructor(layout: ProjectLayout, keep: boolean) {
    this.#layout = layout;
    this.#keep = keep;
  }

  /** All images by name; `unsaved` documents count before those on disk. Throws a StudioError. */
  async list(unsaved: ReadonlyMap<string, LabelDocument>): Promise<ImageSummary[]> {
    const { images, labels } = this.#layout;
    if (!(await exists(images))) return [];
    const names = (await listPngs(images)).filter(isPlainName);
    const documents = new Set(await namesIn(labels));
    const statOfDocument = documents.size > 0 ? await statsIn(labels) : undefined;
    const known = this.#rows ?? (await this.#readCache());
    const places = await placesInOrder(this.#layout);
    const statOfImage = await statsIn(images);
    const rows = new Map<string, Row>();
    const summarise = async (name: string) => {
      const file = await statOfImage(name).catch(() => undefined);
      if (!file?.isFile()) return [];
      const document = documents.has(`${name}.json`)
        ? await statOfDocument?.(`${name}.json`).catch(() => undefined)
        : undefined;
      const row = document && (await this.#row(name, document, known.get(name)));
      if (row) rows.set(name, row);
      const newer = unsaved.get(name);
      const summary = newer ? summaryOf(newer) : (row?.summary ?? NO_LABELS);
      const teaches = places.get(name);
      return [{ name, bytes: file.size, mtime: file.mtimeMs, ...summary, ...(teaches !== undefined && { teaches }) }];
    };
    const summaries = await mapConcurrently(names, summarise, FOR_THE_DISK);
    this.#rows = rows;
    if (this.#keep && !sameRows(known, rows)) await this.#writeCache(rows);
    return summaries.flat();
  }

  async #row(name: string, file: { size: number; mtimeMs: number }, known: Row | undefined): Promise<Row> {
    if (known && known.mtime === file.mtimeMs && known.bytes === file.size) return known;
    return { bytes: file.size, mtime: file.mtimeMs, summary: await readSummary(this.#layout.label(name)) };
  }

  async #readCache(): Promise<Map<string, Row>> {
    try {
      const { rows } = indexSchema.parse(JSON.parse(await readText(this.#layout.labelIndex)));
      return new Map(Object.entries(rows));
    } catch {
      return new Map();
    }
  }

  /** A list that cannot be kept is made again next time. */
  async #writeCache(rows: ReadonlyMap<string, Row>): Promise<void> {
    try {
      await makeFolder(this.#layout.labelIndex.parent);
      await writeFileAtomic(this.#layout.labelIndex, JSON.stringify({ version: 2, rows: Object.fromEntries(rows) }));
    } catch {}
  }
}

const contentSchema = labelDocumentSchema.pick({ state: true, labels: true, review: true });

/** A damaged document counts as work begun: opening the image says what happened to it. */
async function readSummary(path: ProjectPath): Promise<LabelSummary> {
  try {
    return summaryOf(contentSchema.parse(JSON.parse(await readText(path))));
  } catch {
    return { ...NO_LABELS, state: 'in progress' };
  }
}

function sameRows(a: ReadonlyMap<string, Row>, b: ReadonlyMap<string, Row>): boolean {
  return a.size === b.size && [...b].every(([name, row]) => a.get(name) === row);
}

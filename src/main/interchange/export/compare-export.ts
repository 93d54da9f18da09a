import { type InterchangeReport, PixelCounts } from '../../../shared/interchange/report.ts';
import type { Size } from '../../../shared/labels/label-box.ts';
import { paintedPart } from '../../../shared/labels/painted-part.ts';
import type { Label, LabelDocument } from '../../../shared/schemas/label.ts';
import { readAhead } from '../../files/read-ahead.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import type { ForeignImage } from '../formats/foreign.ts';
import type { Format } from '../formats/format.ts';
import { NameMatcher } from '../import/match-names.ts';
import type { PlannedProject } from '../import/planned-project.ts';
import { openSource } from '../import/source.ts';
import { eraseBackground } from '../shapes/erase.ts';
import { fitLabels } from '../shapes/fit-labels.ts';

export interface ComparedExport {
  readonly pixels: InterchangeReport['pixels'];
  /** Images of the project that the export does not mention. */
  readonly unmentioned: readonly string[];
}

/** Images that are read while one is compared. */
const AHEAD = 2;

/**
 * Reads an export with the reader of its own format and holds the masks against ours, image by image. An image that it
 * does not mention counts with all its pixels as lost.
 */
export async function compareExport(
  project: Pick<PlannedProject, 'labels'>,
  names: readonly string[],
  out: string,
  format: Format,
  onDocument: (document: LabelDocument) => void,
  { signal, progress }: JobContext,
): Promise<ComparedExport> {
  const source = await openSource(out);
  try {
    const reading = await format.read(source);
    const matcher = new NameMatcher(names);
    const pixels = new Compared();
    const mentioned = new Set<string>();
    for await (const foreign of readAhead(reading.images(), AHEAD)) {
      signal.throwIfAborted();
      const found = matcher.find(foreign.name);
      if (found === 'bad' || found.targets.length !== 1 || mentioned.has(found.targets[0])) continue;
      const [name] = found.targets;
      mentioned.add(name);
      const { document } = await project.labels.read(name);
      onDocument(document);
      pixels.add(document, foreign);
      progress(mentioned.size, names.length, 'Reading back');
    }
    const unmentioned = names.filter(name => !mentioned.has(name));
    for (const name of unmentioned) {
      const { document } = await project.labels.read(name);
      onDocument(document);
      if (document.labels.length > 0) pixels.add(document, null);
    }
    return { pixels: pixels.list(), unmentioned };
  } finally {
    await source.close();
  }
}

class Compared {
  readonly #counts = new PixelCounts();
  #both = 0;
  #either = 0;

  add(document: LabelDocument, foreign: ForeignImage | null): void {
    const ours = paint(document.labels, document);
    const theirs = paint(foreign ? labelsIn(foreign, document) : [], document);
    let [before, after, both] = [0, 0, 0];
    for (let i = 0; i < ours.length; i++) {
      before += ours[i];
      after += theirs[i];
      both += ours[i] & theirs[i];
    }
    this.#both += both;
    this.#either += before + after - both;
    this.#counts.add(document.image, before, after, before + after - 2 * both);
  }

  list(): InterchangeReport['pixels'] {
    return this.#counts.list(this.#either === 0 ? null : this.#both / this.#either);
  }
}

function labelsIn(foreign: ForeignImage, size: Size): readonly Label[] {
  const fitted = fitLabels(foreign, { ...size, orientation: 1, crop: null });
  return fitted ? eraseBackground(fitted.labels, size).labels : [];
}

/** 1 where any label is, else 0. */
function paint(labels: readonly Label[], { width, height }: Size): Uint8Array {
  const data = new Uint8Array(width * height);
  const part = paintedPart(labels, { width, height });
  if (!part) return data;
  const { box, mask } = part;
  for (let y = 0; y < mask.height; y++) {
    data.set(mask.data.subarray(y * mask.width, (y + 1) * mask.width), (box.y1 + y) * width + box.x1);
  }
  return data;
}

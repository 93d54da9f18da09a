import type { ProjectPath } from '../../../node/project-path.ts';
import { StudioError, usageError } from '../../../shared/errors.ts';
import type { InterchangeFormat } from '../../../shared/interchange/formats.ts';
import { NoteCounts } from '../../../shared/interchange/notes.ts';
import { type InterchangeReport, LabelCounts, some } from '../../../shared/interchange/report.ts';
import type { LabelClass } from '../../../shared/schemas/project.ts';
import { LISTS, readLists } from '../../dataset/split-lists.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import { projectLayout } from '../../layout/project-layout.ts';
import type { Side } from '../formats/foreign.ts';
import type { ExportDataset, ExportImage, Format } from '../formats/format.ts';
import type { PlannedProject } from '../import/planned-project.ts';
import { formatNamed } from '../import/recognise.ts';
import { compareExport } from './compare-export.ts';
import { openSink } from './sink.ts';

export interface ExportOptions {
  readonly format: InterchangeFormat;
  /** A folder that is not there yet, or a zip. */
  readonly out: string;
  /** Whether pictures go out, too. */
  readonly withImages: boolean;
  /** For tests. Default: all. */
  readonly formats?: readonly Format[];
}

export type ExportedProject = Omit<PlannedProject, 'classes'> & { readonly classes: readonly LabelClass[] };

/**
 * Writes the labels of a project for another tool, reads them back and says what became of them. All of it appears when
 * it is complete, or nothing. Throws a StudioError.
 */
export async function exportLabels(
  project: ExportedProject,
  options: ExportOptions,
  context: JobContext,
): Promise<InterchangeReport> {
  const format = formatNamed(options.format, options.formats);
  if (!format.write) throw usageError(`The format ${format.id} can only be imported; choose another one.`);
  const { folder, labels } = project;
  const names = (await labels.list()).map(({ name }) => name);
  if (names.length === 0) throw new StudioError(`${folder} has no images yet: there is nothing to export.`);
  const sides = await readSides(projectLayout(folder).training);
  const found = new Tally(sides);
  const notes = new NoteCounts();
  const sink = await openSink(options.out);
  try {
    const dataset = datasetOf(project, names, sides, options.withImages, context);
    await format.write(dataset, sink, notes.takeNote);
    context.signal.throwIfAborted();
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  const { pixels, unmentioned } = await compareExport(
    project,
    names,
    options.out,
    format,
    document => found.add(document),
    context,
  );
  return {
    ...{ version: 1, direction: 'export', id: null, path: options.out, format: format.id, title: format.title },
    recognised: null,
    images: {
      ...{ there: names.length - unmentioned.length, matched: names.length - unmentioned.length, added: 0 },
      ...{ unmatched: some([]), unmentioned: some(unmentioned), pictures: some([]) },
      ...found.states,
      sides: found.sides,
    },
    labels: found.labels.list(),
    newClasses: [],
    pixels,
    notes: notes.list(),
    problem: null,
  };
}

/** What goes out, counted. */
class Tally {
  readonly labels = new LabelCounts();
  readonly states = { labelled: 0, empty: 0, inProgress: 0, unlabelled: 0 };
  readonly sides = { train: 0, val: 0, test: 0 };
  readonly #sides: ReadonlyMap<string, Side>;

  constructor(sides: ReadonlyMap<string, Side>) {
    this.#sides = sides;
  }

  add({ image, state, labels }: ExportImage['document']): void {
    const side = this.#sides.get(image);
    if (side) this.sides[side]++;
    for (const label of labels) this.labels.add(label);
    if (state === 'in progress') this.states.inProgress++;
    else if (state === 'unlabelled' && labels.length === 0) this.states.unlabelled++;
    else this.states[labels.length > 0 ? 'labelled' : 'empty']++;
  }
}

function datasetOf(
  { folder, classes, labels }: ExportedProject,
  names: readonly string[],
  sides: ReadonlyMap<string, Side>,
  withImages: boolean,
  { signal, progress }: JobContext,
): ExportDataset {
  const layout = projectLayout(folder);
  return {
    classes,
    count: names.length,
    withImages,
    async *images() {
      for (const [i, name] of names.entries()) {
        signal.throwIfAborted();
        const { document } = await labels.read(name);
        yield { name, document, side: sides.get(name) ?? null, path: layout.image(name) };
        progress(i + 1, names.length, 'Writing labels');
      }
    },
  };
}

/** The side of each image that is in a list of the split. */
async function readSides(training: ProjectPath): Promise<Map<string, Side>> {
  const lists = await readLists(training);
  return new Map(LISTS.flatMap(side => (lists[side] ?? []).map((name): [string, Side] => [name, side])));
}

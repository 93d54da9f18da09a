import { StudioError } from '../../../shared/errors.ts';
import { MAX_CLASSES } from '../../../shared/interchange/map-classes.ts';
import { readLists } from '../../dataset/split-lists.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import { projectLayout } from '../../layout/project-layout.ts';
import { ImagePlanner, type PlannedImage } from './image-planner.ts';
import type { ImportOptions, ImportSource } from './import-source.ts';
import { type SplitChange, sidesOf, splitChange } from './import-splits.ts';
import type { KeptLabels } from './kept-labels.ts';
import type { PlannedProject } from './planned-project.ts';

/** What an import would do; nothing is written yet. Images in the order of the source. */
export interface ImportPlan {
  readonly images: readonly PlannedImage[];
  /** Images of the project that the source does not know; `emptied`: those of them that would count as free of cracks. */
  readonly unmentioned: readonly string[];
  readonly emptied: readonly string[];
  readonly newClasses: readonly string[];
  /** What becomes of the lists of the split; null where they stay as they are. */
  readonly split: SplitChange | null;
  /** Pictures beside the labels that nobody asked for. */
  readonly pictures: readonly string[];
  /** The labels, where there are few enough. */
  readonly kept: KeptLabels;
}

/** Reads all of a source and decides on every image. Throws a StudioError when the source as a whole makes no sense. */
export async function planImport(
  source: ImportSource,
  project: PlannedProject,
  options: ImportOptions,
  context: JobContext,
): Promise<ImportPlan> {
  const there = (await project.labels.list()).map(({ name }) => name);
  const { images, kept } = await new ImagePlanner(source, project, options, there).plan(context);
  const matched = new Set(
    images.flatMap(({ destination }) => (destination.kind === 'matched' ? [destination.image] : [])),
  );
  const unmentioned = there.filter(name => !matched.has(name));
  return {
    images,
    unmentioned,
    emptied: options.missing === 'empty' ? await unlabelled(unmentioned, project) : [],
    newClasses: classesBeyond(project.classes, images, source.path),
    split: splitChange(await readLists(projectLayout(project.folder).training), sidesOf(images)),
    pictures: source.pictures.unused(),
    kept,
  };
}

async function unlabelled(names: readonly string[], project: PlannedProject): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const { document } = await project.labels.read(name);
    if (document.state === 'unlabelled' && document.labels.length === 0) found.push(name);
  }
  return found;
}

function classesBeyond(classes: readonly string[], images: readonly PlannedImage[], path: string): string[] {
  const used = new Set(images.flatMap(({ taken }) => taken?.counts.map(count => count.class) ?? []));
  const beyond = [...used].filter(name => !classes.includes(name));
  if (classes.length + beyond.length <= MAX_CLASSES) return beyond;
  throw new StudioError(
    `${path} has ${beyond.length} classes that the project has not, more than anybody can tell apart.`,
    { code: 'too-many-classes' },
  );
}

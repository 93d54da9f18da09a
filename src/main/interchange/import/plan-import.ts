import { StudioError } from '../../../shared/errors.ts';
import { MAX_CLASSES } from '../../../shared/interchange/map-classes.ts';
import type { ShapeKind } from '../../../shared/labels/shapes/shapes.ts';
import { readAhead } from '../../files/read-ahead.ts';
import { isPlainName } from '../../files/resolve-inside.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import type { ForeignImage, Side } from '../formats/foreign.ts';
import { type Destination, likelyDestination, type Named, settleDestinations, wantedNames } from './destinations.ts';
import { evaluateImage, type Outcome, type Taken } from './evaluate-image.ts';
import type { Picture } from './import-pictures.ts';
import type { ImportOptions, ImportSource } from './import-source.ts';
import { KeptLabels } from './kept-labels.ts';
import { NameMatcher } from './match-names.ts';
import type { PlannedProject } from './planned-project.ts';

/** What an import would do; nothing is written yet. Images in the order of the source. */
export interface ImportPlan {
  readonly images: readonly PlannedImage[];
  /** Images of the project that the source does not know; `emptied`: those of them that would count as free of cracks. */
  readonly unmentioned: readonly string[];
  readonly emptied: readonly string[];
  readonly newClasses: readonly string[];
  /** Pictures beside the labels that nobody asked for. */
  readonly pictures: readonly string[];
  /** The labels, where there are few enough. */
  readonly kept: KeptLabels;
}

export interface PlannedImage {
  readonly name: string;
  readonly destination: Destination;
  readonly side: Side | null;
  readonly notes: Outcome['notes'];
  /** The labels themselves are read again when it comes to that: not all of them fit into the memory. */
  readonly taken: (Omit<Taken, 'labels'> & { readonly counts: readonly LabelCount[] }) | null;
}

export interface LabelCount {
  readonly shape: ShapeKind;
  readonly class: string;
  readonly count: number;
}

/** Images that are read while one is decided on. */
const AHEAD = 2;
/** No tool keeps more in one place, and the plan of more would not fit into the memory. */
const MAX_IMAGES = 200_000;

/** Reads all of a source and decides on every image. Throws a StudioError when the source as a whole makes no sense. */
export async function planImport(
  source: ImportSource,
  project: PlannedProject,
  options: ImportOptions,
  { signal, progress }: JobContext,
): Promise<ImportPlan> {
  const there = await project.labels.list();
  const matcher = new NameMatcher(there.map(({ name }) => name));
  const named: Named[] = [];
  const planned: PlannedImage[] = [];
  const kept = new KeptLabels();
  for await (const foreign of readAhead(source.reading.images(), AHEAD)) {
    signal.throwIfAborted();
    if (named.length >= MAX_IMAGES) {
      throw new StudioError(`${source.path} names more than ${MAX_IMAGES} images: split it up.`);
    }
    named.push(nameOf(foreign, source.pictures.find(foreign)));
    planned.push(await plan(planned.length, foreign, likelyDestination(named[named.length - 1], matcher)));
    progress(named.length, Math.max(named.length, source.reading.count), 'Reading labels');
  }
  await settle();
  const matched = new Set(
    planned.flatMap(({ destination }) => (destination.kind === 'matched' ? [destination.image] : [])),
  );
  const unmentioned = there.filter(({ name }) => !matched.has(name));
  return {
    images: planned,
    unmentioned: unmentioned.map(({ name }) => name),
    emptied:
      options.missing === 'empty'
        ? await unlabelled(
            unmentioned.map(({ name }) => name),
            project,
          )
        : [],
    newClasses: classesBeyond(project.classes, planned, source.path),
    pictures: source.pictures.unused(),
    kept,
  };

  async function plan(i: number, foreign: ForeignImage, destination: Destination): Promise<PlannedImage> {
    const found = source.pictures.find(foreign);
    const { notes, taken } = await evaluateImage(
      foreign,
      destination,
      found === 'ambiguous' ? null : found,
      project,
      options,
    );
    const isInside = foreign.picture !== null && 'bytes' in foreign.picture;
    const picture = found === 'ambiguous' || destination.kind !== 'new' ? null : found;
    if (taken) kept.keep(i, { labels: taken.labels, picture }, isInside);
    return { name: foreign.name, destination, side: foreign.side, notes, taken: taken && withCounts(taken) };
  }

  /** Where the other images have changed what was likely for one, it is looked at again. */
  async function settle(): Promise<void> {
    const taken = new Set(there.map(({ name }) => name.toLowerCase()));
    const isFree = (image: string) =>
      isPlainName(image) && isPlainName(`${image}.json`) && !taken.has(image.toLowerCase());
    const { destinations, sameStem } = settleDestinations(named, matcher, isFree);
    const other = new Set<number>();
    destinations.forEach((destination, i) => {
      if (destination.kind !== planned[i].destination.kind) other.add(i);
      else planned[i] = { ...planned[i], destination };
    });
    let i = 0;
    if (other.size > 0) {
      for await (const foreign of source.reading.images()) {
        signal.throwIfAborted();
        if (other.has(i)) planned[i] = await plan(i, foreign, destinations[i]);
        i++;
      }
    }
    for (const at of sameStem) {
      const { notes, name, ...rest } = planned[at];
      planned[at] = { ...rest, name, notes: [...notes, { code: 'same-stem', detail: name }] };
    }
  }
}

function nameOf({ name }: ForeignImage, picture: Picture | 'ambiguous' | null): Named {
  if (picture === 'ambiguous') return { name, picture, wanted: wantedNames(name, null) };
  return { name, picture: picture ? 'found' : 'none', wanted: wantedNames(name, picture) };
}

function withCounts({ labels, ...taken }: Taken): NonNullable<PlannedImage['taken']> {
  const counts = new Map<string, LabelCount>();
  for (const { shape, class: name } of labels) {
    const key = `${shape} ${name}`;
    counts.set(key, { shape, class: name, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return { ...taken, counts: [...counts.values()] };
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

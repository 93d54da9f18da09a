import { StudioError } from '../../../shared/errors.ts';
import type { Answers } from '../../../shared/interchange/import-choices.ts';
import type { ShapeKind } from '../../../shared/labels/shapes/shapes.ts';
import { readAhead } from '../../files/read-ahead.ts';
import { isPlainName } from '../../files/resolve-inside.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import type { ForeignImage, Side } from '../formats/foreign.ts';
import type { Turn } from '../shapes/turn-of.ts';
import { type Destination, likelyDestination, type Named, settleDestinations, wantedNames } from './destinations.ts';
import type { Picture } from './import-pictures.ts';
import type { ImportOptions, ImportSource } from './import-source.ts';
import { KeptLabels } from './kept-labels.ts';
import { NameMatcher } from './match-names.ts';
import { type Outcome, planImage, type Taken } from './plan-image.ts';
import type { PlannedProject } from './planned-project.ts';

export interface PlannedImage {
  readonly name: string;
  readonly destination: Destination;
  readonly side: Side | null;
  /** How it was taken that its labels lie on a photo that EXIF turns. */
  readonly turned: Answers['turned'];
  readonly notes: Outcome['notes'];
  /** The labels themselves are read again when it comes to that: not all of them fit into the memory. */
  readonly taken: (Omit<Taken, 'labels' | 'foreign'> & { readonly counts: readonly LabelCount[] }) | null;
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

/** Decides on every image of a source: on each as it is read, and again on those on which the others cast another light. */
export class ImagePlanner {
  readonly #source: ImportSource;
  readonly #project: PlannedProject;
  readonly #options: ImportOptions;
  /** The names of the project's images. */
  readonly #there: readonly string[];
  readonly #matcher: NameMatcher;
  readonly #named: Named[] = [];
  readonly #planned: PlannedImage[] = [];
  readonly #turned: Answers['turned'];
  readonly #kept = new KeptLabels();

  constructor(source: ImportSource, project: PlannedProject, options: ImportOptions, there: readonly string[]) {
    this.#source = source;
    this.#project = project;
    this.#options = options;
    this.#turned = options.turned ?? 'auto';
    this.#there = there;
    this.#matcher = new NameMatcher(there);
  }

  /** Throws a StudioError. */
  async plan({ signal, progress }: JobContext): Promise<{ images: readonly PlannedImage[]; kept: KeptLabels }> {
    const { reading, pictures, path } = this.#source;
    for await (const foreign of readAhead(reading.images(), AHEAD)) {
      signal.throwIfAborted();
      if (this.#named.length >= MAX_IMAGES) {
        throw new StudioError(`${path} names more than ${MAX_IMAGES} images: split it up.`);
      }
      const named = nameOf(foreign, pictures.find(foreign));
      this.#named.push(named);
      const i = this.#planned.length;
      this.#planned.push(await this.#decide(i, foreign, likelyDestination(named, this.#matcher), this.#turned));
      progress(this.#named.length, Math.max(this.#named.length, reading.count), 'Reading labels');
    }
    await this.#settle(signal);
    return { images: this.#planned, kept: this.#kept };
  }

  async #decide(
    i: number,
    foreign: ForeignImage,
    destination: Destination,
    turned: Answers['turned'],
  ): Promise<PlannedImage> {
    const found = this.#source.pictures.find(foreign);
    const picture = found === 'ambiguous' ? null : found;
    const options = { ...this.#options, turned };
    const { notes, taken } = await planImage(foreign, destination, picture, this.#project, options);
    const isInside = foreign.picture !== null && 'bytes' in foreign.picture;
    if (taken) {
      this.#kept.keep(
        i,
        { labels: taken.labels, foreign: taken.foreign, picture: destination.kind === 'new' ? picture : null },
        isInside,
      );
    }
    return { name: foreign.name, destination, side: foreign.side, turned, notes, taken: taken && withCounts(taken) };
  }

  /** Where the other images have changed what was likely for one, it is looked at again. */
  async #settle(signal: AbortSignal): Promise<void> {
    const taken = new Set(this.#there.map(name => name.toLowerCase()));
    const isFree = (image: string) =>
      isPlainName(image) && isPlainName(`${image}.json`) && !taken.has(image.toLowerCase());
    const { destinations, sameStem } = settleDestinations(this.#named, this.#matcher, isFree);
    const drawn = this.#commonTurn();
    const again = new Set<number>();
    destinations.forEach((destination, i) => {
      const { turn } = this.#planned[i].taken ?? {};
      const isUnsure = drawn !== null && turn && !turn.isCertain;
      if (isUnsure || destination.kind !== this.#planned[i].destination.kind) again.add(i);
      else this.#planned[i] = { ...this.#planned[i], destination };
    });
    let i = 0;
    for await (const foreign of again.size > 0 ? this.#source.reading.images() : []) {
      signal.throwIfAborted();
      const turned = drawn ?? this.#turned;
      if (again.has(i)) this.#planned[i] = await this.#decide(i, foreign, destinations[i], turned);
      i++;
    }
    for (const at of sameStem) {
      const { notes, name, ...rest } = this.#planned[at];
      this.#planned[at] = { ...rest, name, notes: [...notes, { code: 'same-stem', detail: name }] };
    }
  }

  /** A tool draws on all photos alike: how it does where that can be seen; null where it cannot, or they do not agree. */
  #commonTurn(): Turn['drawn'] | null {
    const seen = new Set<Turn['drawn']>();
    for (const { taken } of this.#planned) if (taken?.turn?.isCertain) seen.add(taken.turn.drawn);
    return seen.size === 1 ? [...seen][0] : null;
  }
}

function nameOf({ name }: ForeignImage, picture: Picture | 'ambiguous' | null): Named {
  if (picture === 'ambiguous') return { name, picture, wanted: wantedNames(name, null) };
  return { name, picture: picture ? 'found' : 'none', wanted: wantedNames(name, picture) };
}

function withCounts({ labels, foreign: _, ...taken }: Taken): NonNullable<PlannedImage['taken']> {
  const counts = new Map<string, LabelCount>();
  for (const { shape, class: name } of labels) {
    const key = `${shape} ${name}`;
    counts.set(key, { shape, class: name, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return { ...taken, counts: [...counts.values()] };
}

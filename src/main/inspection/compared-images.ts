import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type FilePath, pathOf } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { readSplits } from '../dataset/read-splits.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { readBytes, statOf } from '../files/read.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import type { LabelledImage } from './score-images.ts';

export type ComparedSplit = 'val' | 'train';

/** A run, for the choice of images. */
export interface SplitOfRun {
  readonly name: string;
  /** Its training folder. */
  readonly data: FilePath;
  /** When it was started, ISO 8601. */
  readonly started?: string | undefined;
}

export interface ComparedImages {
  readonly images: readonly LabelledImage[];
  /** What a reader must know about the choice, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The images on which two runs are compared. With one training folder: those of its list. With two: of val, the images on
 * either val list that neither run trained on; of train, those that both trained on. The same image is the one of the same
 * bytes; that a name is on a train list already keeps an image of that name out of val. Throws a StudioError when none are left.
 */
export async function comparedImages(
  [first, second]: readonly [SplitOfRun, SplitOfRun],
  split: ComparedSplit,
): Promise<ComparedImages> {
  const notes = (await Promise.all([first, second].map(changedSince))).flat();
  if (resolve(pathOf(first.data)) === resolve(pathOf(second.data))) {
    const names = [...(await readSplits(first.data))[split]].sort();
    if (names.length === 0) throw new StudioError(`The ${split} split of ${first.data} is empty: prepare it anew.`);
    return { images: names.map(name => ({ dir: first.data, name })), notes };
  }
  const lists = await Promise.all([readLists(first.data), readLists(second.data)]);
  const images = split === 'val' ? unseen(lists) : seenByBoth(lists);
  if (images.length === 0) {
    throw new StudioError(
      `${first.name} and ${second.name} have no image to be compared on: train both on one folder with one split.`,
    );
  }
  return { images, notes: [...notes, ...aboutLists([first, second], lists, split, images.length)] };
}

/** A run does not keep its lists: those of today may be others. */
async function changedSince({ name, data, started }: SplitOfRun): Promise<string[]> {
  const written = await statOf(trainingLayout(data).splits.join('val.txt')).catch(() => null);
  if (!written || started === undefined || written.mtimeMs <= Date.parse(started)) return [];
  return [
    `The split of ${data} was written after ${name} was started: it may have trained on images of today's val list.`,
  ];
}

interface ListedImage extends LabelledImage {
  /** SHA-256 of the file; of one that cannot be read, nothing that another has. */
  readonly digest: string;
}
type Lists = Record<ComparedSplit, readonly ListedImage[]>;

async function readLists(dir: FilePath): Promise<Lists> {
  const { train, val } = await readSplits(dir);
  const digested = (names: readonly string[]) =>
    mapConcurrently([...names].sort(), async name => {
      const path = trainingLayout(dir).image(name);
      const digest = await readBytes(path).then(
        bytes => createHash('sha256').update(bytes).digest('hex'),
        () => path.path,
      );
      return { dir, name, digest };
    });
  return { train: await digested(train), val: await digested(val) };
}

function unseen(lists: readonly Lists[]): ListedImage[] {
  const trained = lists.flatMap(({ train }) => train);
  const seen = new Set(trained.flatMap(({ name, digest }) => [name, digest]));
  return distinct(lists.flatMap(({ val }) => val)).filter(({ name, digest }) => !seen.has(name) && !seen.has(digest));
}

function seenByBoth([first, second]: readonly Lists[]): ListedImage[] {
  const digests = new Set(second.train.map(({ digest }) => digest));
  return distinct(first.train).filter(({ digest }) => digests.has(digest));
}

/** Of equal images the first. */
function distinct(images: readonly ListedImage[]): ListedImage[] {
  const found = new Map<string, ListedImage>();
  for (const image of images) if (!found.has(image.digest)) found.set(image.digest, image);
  return [...found.values()];
}

function aboutLists(
  [first, second]: readonly SplitOfRun[],
  lists: readonly Lists[],
  split: ComparedSplit,
  count: number,
): string[] {
  const [a, b] = lists.map(list => new Set(list[split].map(({ digest }) => digest)));
  const equal = a.size === b.size && [...a].every(digest => b.has(digest));
  const which = split === 'val' ? 'that neither run trained on' : 'that both trained on';
  return [
    ...(equal
      ? []
      : [`The ${split} lists differ (${a.size} and ${b.size} images): compared on the ${count} of them ${which}.`]),
    `The runs have training folders of their own: labels are taken from ${first.data}, and from ${second.data} for images that it alone lists.`,
  ];
}

import { flatName, type Match, matchNames, type NameMatcher } from './match-names.ts';
import { partsOf } from './name-meanings.ts';

/** Where the labels of an image go. */
export type Destination =
  /** To an image of the project. */
  | { readonly kind: 'matched'; readonly image: string }
  /** To an image that is to be made of a picture. */
  | { readonly kind: 'new'; readonly image: string }
  | { readonly kind: 'nowhere'; readonly reason: 'bad-name' | 'ambiguous-name' | 'no-image' };

/** What is known of an image of the source. */
export interface Named {
  readonly name: string;
  readonly picture: 'found' | 'ambiguous' | 'none';
  /** What it may be called as a new image, the best first. */
  readonly wanted: readonly string[];
}

/**
 * What an image may be called here: by its folders and name; with its extension inside, where others have the same; by
 * where its picture lies. `picture`: that path, if there is one, and whether the image's own name is only an address of it.
 */
export function wantedNames(name: string, picture: { file: string | null; isRenamed: boolean } | null): string[] {
  const file = picture?.file ?? name;
  const best = picture?.isRenamed ? (file.split('/').at(-1) ?? file) : name;
  return [...new Set([best, file].flatMap(path => [plainName(path), withExtensionInside(path)]))];
}

/** Where one image goes as far as can be said without the others. */
export function likelyDestination(image: Named, project: NameMatcher): Destination {
  const found = project.find(image.name);
  if (found === 'bad') return { kind: 'nowhere', reason: 'bad-name' };
  if (found.targets.length > 1) return { kind: 'nowhere', reason: 'ambiguous-name' };
  return found.targets.length === 1 ? { kind: 'matched', image: found.targets[0] } : ofPicture(image);
}

function ofPicture({ picture, wanted }: Named): Destination {
  if (picture === 'ambiguous') return { kind: 'nowhere', reason: 'ambiguous-name' };
  return picture === 'none' ? { kind: 'nowhere', reason: 'no-image' } : { kind: 'new', image: wanted[0] };
}

/**
 * Where all images go. Of several that want one image of the project the one whose name fits best has it; new images that
 * want one name (`a.jpg`, `a.tif`) go on to their next; what is still not clear goes nowhere. `isFree`: whether a new
 * image may have a name.
 */
export function settleDestinations(
  images: readonly Named[],
  project: NameMatcher,
  isFree: (image: string) => boolean,
): { destinations: Destination[]; sameStem: number[] } {
  const matches = matchNames(
    images.map(({ name }) => name),
    project,
  );
  const destinations = matches.map((match, i) => afterMatch(match, images[i]));
  const sameStem = new Set<number>();
  const tries = images.reduce((most, { wanted }) => Math.max(most, wanted.length), 2);
  for (let next = 1; next < tries; next++) {
    const wanted = countNames(destinations);
    destinations.forEach((destination, i) => {
      if (destination.kind !== 'new' || (wanted.get(key(destination.image)) === 1 && isFree(destination.image))) return;
      const { wanted: names } = images[i];
      sameStem.add(i);
      destinations[i] = { kind: 'new', image: names[names.indexOf(destination.image) + 1] ?? destination.image };
    });
  }
  const last = countNames(destinations);
  const settled = destinations.map((destination): Destination => {
    if (destination.kind !== 'new') return destination;
    if (last.get(key(destination.image)) !== 1) return { kind: 'nowhere', reason: 'ambiguous-name' };
    return isFree(destination.image) ? destination : { kind: 'nowhere', reason: 'bad-name' };
  });
  return { destinations: settled, sameStem: [...sameStem] };
}

function afterMatch(match: Match, image: Named): Destination {
  switch (match.kind) {
    case 'found':
      return { kind: 'matched', image: match.target };
    case 'ambiguous':
      return { kind: 'nowhere', reason: 'ambiguous-name' };
    case 'bad':
      return { kind: 'nowhere', reason: 'bad-name' };
    case 'none':
      return ofPicture(image);
  }
}

/** `cam/a.jpg` -> `cam_a.png`. */
function plainName(path: string): string {
  return `${flatName(partsOf(path) ?? [])}.png`;
}

/** `cam/a.jpg` -> `cam_a_jpg.png`. */
function withExtensionInside(name: string): string {
  return `${(partsOf(name) ?? []).join('_').replace(/\.([^.]*)$/, '_$1')}.png`;
}

/** Windows and macOS take names that differ in case for one. */
const key = (image: string) => image.toLowerCase();

function countNames(destinations: readonly Destination[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const destination of destinations) {
    if (destination.kind === 'new') counts.set(key(destination.image), (counts.get(key(destination.image)) ?? 0) + 1);
  }
  return counts;
}

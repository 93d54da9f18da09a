import { flatName, type Match, matchNames, type NameMatcher, partsOf } from './match-names.ts';

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
}

/** Where one image goes as far as can be said without the others. */
export function likelyDestination({ name, picture }: Named, project: NameMatcher): Destination {
  const found = project.find(name);
  if (found === 'bad') return { kind: 'nowhere', reason: 'bad-name' };
  if (found.targets.length > 1) return { kind: 'nowhere', reason: 'ambiguous-name' };
  return found.targets.length === 1 ? { kind: 'matched', image: found.targets[0] } : ofPicture(name, picture);
}

function ofPicture(name: string, picture: Named['picture']): Destination {
  if (picture === 'ambiguous') return { kind: 'nowhere', reason: 'ambiguous-name' };
  if (picture === 'none') return { kind: 'nowhere', reason: 'no-image' };
  return { kind: 'new', image: `${flatName(partsOf(name) ?? [])}.png` };
}

/**
 * Where all images go. Of several that want one image of the project the one whose name fits best has it; new images that
 * want one name (`a.jpg`, `a.tif`) get their extensions into it; what is still not clear goes nowhere. `isFree`: whether a
 * new image may have a name.
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
  const first = matches.map((match, i) => afterMatch(match, images[i]));
  const wanted = countNames(first);
  const sameStem: number[] = [];
  const second = first.map((destination, i): Destination => {
    if (destination.kind !== 'new' || (wanted.get(key(destination.image)) === 1 && isFree(destination.image)))
      return destination;
    sameStem.push(i);
    return { kind: 'new', image: withExtensionInside(images[i].name) };
  });
  const again = countNames(second);
  const destinations = second.map((destination): Destination => {
    if (destination.kind !== 'new') return destination;
    if (again.get(key(destination.image)) !== 1) return { kind: 'nowhere', reason: 'ambiguous-name' };
    return isFree(destination.image) ? destination : { kind: 'nowhere', reason: 'bad-name' };
  });
  return { destinations, sameStem };
}

function afterMatch(match: Match, { name, picture }: Named): Destination {
  switch (match.kind) {
    case 'found':
      return { kind: 'matched', image: match.target };
    case 'ambiguous':
      return { kind: 'nowhere', reason: 'ambiguous-name' };
    case 'bad':
      return { kind: 'nowhere', reason: 'bad-name' };
    case 'none':
      return ofPicture(name, picture);
  }
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

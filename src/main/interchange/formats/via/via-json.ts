import type { FoundImage } from '../found-image.ts';
import { parseElement, scanJson } from '../json-elements.ts';
import { type JsonHead, jsonHead } from '../json-head.ts';
import { classReader } from './via-class.ts';
import { foundViaImage, type ViaImage, viaImageOf } from './via-image.ts';
import { isViaProject, viaProjectImages } from './via-project.ts';
import type { ViaRegion } from './via-region.ts';

/** The images of a project of VIA 2. */
const IMAGES = '_via_img_metadata';

/** Whether a JSON file is a project of VIA 2 or 3. */
export function isAnyProject(head: JsonHead): boolean {
  return head.keys.get(IMAGES) === '{' || isViaProject(head);
}

/** Whether a JSON file is VIA's: a project, or annotations of VIA 1 or 2, which are images by name and file size. */
export function isViaJson(head: JsonHead): boolean {
  if (isAnyProject(head)) return true;
  const [first] = head.values.values();
  return viaImageOf(first) !== null && [...head.keys.values()].every(byte => byte === '{');
}

/** The images of a JSON file of VIA. Throws an Error that says what is wrong with it. */
export function* viaJsonImages(bytes: Uint8Array): Generator<FoundImage | null> {
  const head = jsonHead(bytes);
  if (!head || !isViaJson(head)) throw new Error('it is not of VIA');
  if (isViaProject(head)) yield* viaProjectImages(bytes);
  else yield* imagesOf(head.keys.has(IMAGES) ? valueAt(bytes, IMAGES) : bytes);
}

function valueAt(bytes: Uint8Array, wanted: string): Uint8Array {
  let place = [0, 0];
  scanJson(bytes, {
    value(key, start, end) {
      if (key === wanted) place = [start, end];
    },
  });
  return bytes.subarray(...place);
}

function* imagesOf(bytes: Uint8Array): Generator<FoundImage | null> {
  const places: [start: number, end: number][] = [];
  scanJson(bytes, { value: (_, start, end) => void places.push([start, end]) });
  const images = function* () {
    for (const [start, end] of places) yield viaImageOf(parseElement(bytes, start, end));
  };
  const classOf = classReader(regionsOf(images()));
  for (const image of images()) yield image && foundViaImage(image, classOf);
}

function* regionsOf(images: Iterable<ViaImage | null>): Generator<ViaRegion | null> {
  for (const image of images) yield* image?.regions ?? [];
}

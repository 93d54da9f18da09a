import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import { brushOf } from '../../../../shared/labels/brush-mask.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';
import { decodeCoverage } from '../../import/pictures.ts';
import type { ImageShapes } from '../../shapes/image-shapes.ts';
import type { FoundImage } from '../found-image.ts';
import { isJsonList, parseElement, scanJsonList } from '../json-elements.ts';
import { MAX_TASK } from '../json-head.ts';
import { cutAtHalf, decodeBrush } from './brush-rle.ts';
import { type Region, regionsOf, sizeOfResults, takeRegion } from './label-studio-shapes.ts';
import { labelStudioName, type Task, taskOf } from './label-studio-task.ts';

/** The images of an export. Of several rows for one picture, as JSON-MIN has them, the newest counts. Throws an Error that says what is wrong. */
export function* labelStudioImages(bytes: Uint8Array): Generator<FoundImage | null> {
  if (!isJsonList(bytes)) throw new Error('it is no list of tasks, as Label Studio exports them');
  const places: [start: number, end: number][] = [];
  scanJsonList(bytes, (start, end) => places.push([start, end]));
  const taskAt = (i: number) => taskOf(parseElement(bytes, ...places[i], MAX_TASK));
  const newest = new Map<string, { index: number; at: string; count: number }>();
  for (const index of places.keys()) {
    const task = taskAt(index);
    if (!task) continue;
    const known = newest.get(task.picture);
    const isNewer = !known || task.at >= known.at;
    newest.set(task.picture, { ...(isNewer ? { index, at: task.at } : known), count: (known?.count ?? 0) + 1 });
  }
  for (const index of places.keys()) {
    const task = taskAt(index);
    const chosen = task && newest.get(task.picture);
    if (!task || !chosen) yield null;
    else if (chosen.index === index) yield imageOf({ ...task, others: task.others + chosen.count - 1 });
  }
}

function imageOf({ picture, results, by, others }: Task): FoundImage {
  const sound = results.filter(result => result !== null);
  const regions = regionsOf(sound);
  const size = sizeOfResults(sound);
  return {
    names: [labelStudioName(picture)],
    size,
    ...(!size && regions.length > 0 && { normalised: true }),
    side: null,
    classes: regions.map(region => region.class),
    bare: by === 'nobody' ? 'unknown' : 'empty',
    isDone: by === 'person',
    fillsAsCoco: false,
    async draw(shapes) {
      if (others > 0) shapes.note('other-annotations', `${others} more`);
      for (const _ of results.slice(sound.length)) shapes.note('bad-shape', 'a result that is none');
      for (const [i, region] of regions.entries()) await takeAny(region, size, shapes, `region ${i + 1}`);
    },
  };
}

async function takeAny(region: Region, size: Size | null, shapes: ImageShapes, what: string): Promise<void> {
  const { rle, imageDataURL } = region.value;
  if (rle === undefined && imageDataURL === undefined) {
    takeRegion(region, size, shapes, what);
    return;
  }
  const mask = Array.isArray(rle) ? size && decodeBrush(rle, size) : await decodeDataUrl(imageDataURL);
  if (mask) takeBrush(mask, region.class, shapes, what);
  else shapes.note('bad-shape', what);
}

async function decodeDataUrl(url: unknown): Promise<GrayImage | null> {
  const [, base64] = typeof url === 'string' ? (/^data:image\/[\w+.-]+;base64,(.*)$/s.exec(url) ?? []) : [];
  return base64 === undefined ? null : decodeCoverage(Buffer.from(base64, 'base64'));
}

/** The mask of the whole image. */
export function takeBrush(soft: GrayImage, name: string, shapes: ImageShapes, what: string): void {
  const { mask, isSoft } = cutAtHalf(soft);
  const brush = brushOf(mask, 0, 0);
  if (isSoft) shapes.note('soft-brush', what);
  if (brush) shapes.otherwiseDrawn({ ...brush, class: name, source: 'imported' });
  else shapes.note('covers-nothing', what);
}

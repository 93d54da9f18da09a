import { brushOf } from '../../../../shared/labels/brush-mask.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';
import { decodeCoverage } from '../../import/pictures.ts';
import type { ImageShapes } from '../../shapes/image-shapes.ts';
import type { FoundImage } from '../found-image.ts';
import { isJsonList, parseElement, scanJsonList } from '../json-elements.ts';
import { MAX_TASK } from '../json-head.ts';
import { type BrushRows, cutAtHalf, decodeBrush } from './brush-rle.ts';
import { type Region, regionsOf, sizeOfResults, takeRegion } from './label-studio-shapes.ts';
import { isMinTask, labelStudioName, type Task, taskOf } from './label-studio-task.ts';

/** The brushes of one image, all together: a mask of nothing packs well, and a file may hold any number. */
const MAX_PIXELS = 2 ** 32;

/** The images of an export. Throws an Error that says what is wrong with it. */
export function* labelStudioImages(bytes: Uint8Array): Generator<FoundImage | null> {
  if (!isJsonList(bytes)) throw new Error('it is no list of tasks, as Label Studio exports them');
  const places: [start: number, end: number][] = [];
  scanJsonList(bytes, (start, end) => places.push([start, end]));
  const valueAt = (i: number) => parseElement(bytes, ...places[i], MAX_TASK);
  const rows = places.length > 0 && isMinTask(valueAt(0)) ? newestRows(places.length, i => taskOf(valueAt(i))) : null;
  for (const i of places.keys()) {
    const task = taskOf(valueAt(i));
    const row = task && rows?.get(task.picture);
    if (!task) yield null;
    else if (!row) yield imageOf(task);
    else if (row.index === i) yield imageOf({ ...task, others: row.count - 1 });
  }
}

/** Of the rows for one picture, as JSON-MIN has them, the newest, and how many there are. */
function newestRows(count: number, taskAt: (i: number) => Task | null) {
  const newest = new Map<string, { index: number; at: string; count: number }>();
  for (let index = 0; index < count; index++) {
    const task = taskAt(index);
    if (!task) continue;
    const known = newest.get(task.picture);
    const isNewer = !known || task.at >= known.at;
    newest.set(task.picture, { ...(isNewer ? { index, at: task.at } : known), count: (known?.count ?? 0) + 1 });
  }
  return newest;
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
      let budget = MAX_PIXELS;
      for (const [i, region] of regions.entries()) {
        const what = `region ${i + 1}`;
        if (!isBrush(region)) {
          takeRegion(region, size, shapes, what);
          continue;
        }
        const rows = size && budget > 0 ? await rowsOf(region, size) : null;
        budget -= rows?.mask.data.length ?? 0;
        if (rows) takeBrush(rows, region.class, shapes, what);
        else shapes.note('bad-shape', what);
      }
    },
  };
}

function isBrush({ value }: Region): boolean {
  return 'rle' in value || 'imageDataURL' in value;
}

/** Null for what is no mask of the image. */
async function rowsOf({ value: { rle, imageDataURL } }: Region, size: Size): Promise<BrushRows | null> {
  return Array.isArray(rle) ? decodeBrush(rle, size) : decodeDataUrl(imageDataURL, size);
}

async function decodeDataUrl(url: unknown, size: Size): Promise<BrushRows | null> {
  const [, base64] = typeof url === 'string' ? (/^data:image\/[\w+.-]+;base64,(.*)$/s.exec(url) ?? []) : [];
  const mask = base64 === undefined ? null : await decodeCoverage(Buffer.from(base64, 'base64'), size);
  return mask && { top: 0, mask };
}

export function takeBrush({ top, mask: soft }: BrushRows, name: string, shapes: ImageShapes, what: string): void {
  const { mask, isSoft } = cutAtHalf(soft);
  const brush = brushOf(mask, 0, top);
  if (isSoft) shapes.note('soft-brush', what);
  if (brush) shapes.otherwiseDrawn({ ...brush, class: name, source: 'imported' });
  else shapes.note('covers-nothing', what);
}

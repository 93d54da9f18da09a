import * as z from 'zod';
import type { ImageShapes, Marks } from '../../shapes/image-shapes.ts';
import { ringOf, sensibleSize } from '../../shapes/shape-points.ts';
import type { FoundImage } from '../found-image.ts';
import { parseElement, scanJson } from '../json-elements.ts';
import { hasKeys, type JsonHead } from '../json-head.ts';
import { referencePath } from '../reference-path.ts';
import { takeBox, takeLine } from '../take-shapes.ts';

const unknown = z.unknown().optional();

const assetSchema = z.object({
  asset: z.object({
    name: z.string(),
    size: z.object({ width: unknown, height: unknown }).optional().catch(undefined),
  }),
  regions: z.array(z.unknown()),
});

const regionSchema = z.object({
  type: z.string(),
  tags: z.array(z.string()),
  points: z.array(z.object({ x: unknown, y: unknown })).catch([]),
  boundingBox: z.object({ left: unknown, top: unknown, width: unknown, height: unknown }).optional().catch(undefined),
});
type Region = z.infer<typeof regionSchema>;

/** Whether a JSON file is what VoTT exports as "VoTT JSON", or the file that it keeps of one picture. */
export function isVottFile(head: JsonHead): boolean {
  return hasKeys(head, { asset: '{', regions: '[' }) || hasKeys(head, { assets: '{', tags: '[' });
}

/** The images of a file. Throws an Error that says what is wrong with it. */
export function* vottImages(bytes: Uint8Array): Generator<FoundImage | null> {
  const places = new Map<string, [start: number, end: number]>();
  scanJson(bytes, { value: (key, start, end) => void places.set(key, [start, end]) });
  const assets = places.get('assets');
  if (assets) {
    const part = bytes.subarray(...assets);
    const inside: [start: number, end: number][] = [];
    scanJson(part, { value: (_, start, end) => void inside.push([start, end]) });
    for (const [start, end] of inside) yield foundImage(parseElement(part, start, end));
  } else if (places.has('asset')) yield foundImage(parseElement(bytes, 0, bytes.length));
  else throw new Error('it is not of VoTT');
}

/** Who has only looked at a picture has not said that there is nothing in it. */
function foundImage(value: unknown): FoundImage | null {
  const { data } = assetSchema.safeParse(value);
  if (!data) return null;
  const { name, size } = data.asset;
  const regions = data.regions.map(region => regionSchema.safeParse(region).data ?? null);
  return {
    // A frame of a video is called `a.mp4#t=3.5`.
    names: [referencePath(name)],
    size: sensibleSize(size?.width, size?.height),
    side: null,
    classes: regions.flatMap(region => (region ? classOf(region) : [])),
    bare: 'unknown',
    isDone: true,
    fillsAsCoco: false,
    draw(shapes) {
      for (const [i, region] of regions.entries()) {
        if (region) takeRegion(region, shapes, `region ${i + 1}`);
        else shapes.note('bad-shape', `region ${i + 1}`);
      }
    },
  };
}

const classOf = ({ tags }: Region) => (tags[0] ?? '').trim();

function takeRegion(region: Region, shapes: ImageShapes, what: string): void {
  const marks: Marks = { class: classOf(region), source: 'imported' };
  const numbers = region.points.flatMap(({ x, y }) => [x, y]);
  const { left, top, width, height } = region.boundingBox ?? {};
  if (region.type === 'POLYGON') shapes.ring(marks, ringOf(numbers), what);
  else if (region.type === 'POLYLINE') takeLine(shapes, marks, numbers, what);
  else if (region.type === 'RECTANGLE' || region.type === 'SQUARE')
    takeBox(shapes, marks, { x: left, y: top, width, height }, what);
  else shapes.note('points-skipped', what);
}

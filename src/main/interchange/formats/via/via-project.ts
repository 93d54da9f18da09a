import * as z from 'zod';
import type { FoundImage } from '../found-image.ts';
import { parseElement, scanJson } from '../json-elements.ts';
import { hasKeys, type JsonHead } from '../json-head.ts';
import { classReader } from './via-class.ts';
import { foundViaImage } from './via-image.ts';
import type { ViaRegion } from './via-region.ts';

const attributeSchema = z.object({
  aname: z.string(),
  options: z.record(z.string(), z.unknown()).catch({}),
});

/** What an attribute of VIA 3 is called, and what its choices mean, by its number. */
export type ViaAttributes = ReadonlyMap<string, z.infer<typeof attributeSchema>>;

const fileSchema = z.object({ fname: z.string(), src: z.string().optional().catch(undefined) });
const viewSchema = z.object({ fid_list: z.array(z.union([z.string(), z.number()])).min(1) });
const metadataSchema = z.object({
  vid: z.union([z.string(), z.number()]).transform(String),
  z: z.array(z.unknown()).catch([]),
  xy: z.array(z.unknown()),
  av: z.record(z.string(), z.unknown()).catch({}),
});

/** Shapes of VIA 3 by their number. */
const SHAPES = [
  '',
  'point',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'extreme rect',
  'extreme circle',
];

/** Whether a JSON file is a project of VIA 3. */
export function isViaProject(head: JsonHead): boolean {
  return hasKeys(head, { project: '{', attribute: '{', file: '{' });
}

/** The images of a project of VIA 3, which keeps regions apart from files; those of a moment of a video are none. Throws an Error that says what is wrong with it. */
export function* viaProjectImages(bytes: Uint8Array): Generator<FoundImage | null> {
  const parts = new Map<string, [start: number, end: number]>();
  scanJson(bytes, { value: (key, start, end) => void parts.set(key, [start, end]) });
  const part = (key: string) => bytes.subarray(...(parts.get(key) ?? [0, 0]));
  const attributes = viaAttributes(Object.fromEntries(membersOf(part('attribute'))));
  const files = new Map(membersOf(part('file')));
  const regions = new Map<string, (ViaRegion | null)[]>();
  for (const [, value] of membersOf(part('metadata'))) {
    const { data } = metadataSchema.safeParse(value);
    if (!data) yield null;
    // What is of a whole image is no region.
    if (!data || data.xy.length === 0) continue;
    const own = regions.get(data.vid) ?? [];
    if (own.length === 0) regions.set(data.vid, own);
    own.push(data.z.length > 0 ? null : regionOf3(data.xy, data.av, attributes));
  }
  const read = classReader([...regions.values()].flat());
  for (const [vid, value] of membersOf(part('view'))) {
    const [fid] = viewSchema.safeParse(value).data?.fid_list ?? [];
    const file = fileSchema.safeParse(files.get(String(fid))).data;
    yield file ? foundViaImage({ name: file.fname || (file.src ?? ''), regions: regions.get(vid) ?? [] }, read) : null;
  }
}

/** Of the attributes as they stand in a file: whole, or their names alone. */
export function viaAttributes(value: unknown): ViaAttributes {
  const entries = Object.entries(z.record(z.string(), z.unknown()).safeParse(value).data ?? {});
  return new Map(
    entries.flatMap(([id, attribute]) => {
      const { data } = attributeSchema.safeParse(typeof attribute === 'string' ? { aname: attribute } : attribute);
      return data ? [[id, data] as const] : [];
    }),
  );
}

/** A region of VIA 3, `[shape, x, y, …]`, as VIA 2 has it. */
export function regionOf3(
  xy: readonly unknown[],
  av: Readonly<Record<string, unknown>>,
  attributes: ViaAttributes,
): ViaRegion {
  const [shape, ...numbers] = xy;
  const [a, b, c, d] = numbers;
  const isRound = shape === 3 || shape === 4;
  const named = isRound ? { cx: a, cy: b, r: c, rx: c, ry: d } : { x: a, y: b, width: c, height: d };
  const points = {
    all_points_x: numbers.filter((_, i) => i % 2 === 0),
    all_points_y: numbers.filter((_, i) => i % 2 === 1),
  };
  const name = SHAPES[Number(shape)];
  return {
    shape_attributes: { ...named, ...points, name: name === 'line' ? 'polyline' : name },
    region_attributes: Object.fromEntries(
      Object.entries(av).map(([id, value]) => {
        const attribute = attributes.get(id);
        return [attribute?.aname ?? id, attribute?.options[String(value)] ?? value];
      }),
    ),
  };
}

function membersOf(bytes: Uint8Array): [key: string, value: unknown][] {
  const members: [string, unknown][] = [];
  if (bytes.length > 0)
    scanJson(bytes, { value: (key, start, end) => members.push([key, parseElement(bytes, start, end)]) });
  return members;
}

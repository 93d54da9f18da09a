import * as z from 'zod';
import type { FoundImage } from '../found-image.ts';
import { referencePath } from '../reference-path.ts';
import { takeRegion, type ViaRegion, viaRegionSchema } from './via-region.ts';

/** An image as VIA 1 and 2 have it; of VIA 1 the regions are numbered members of an object. */
const viaImageSchema = z.object({
  filename: z.string(),
  regions: z.union([
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()).transform(regions => Object.values(regions)),
  ]),
});

export interface ViaImage {
  readonly name: string;
  /** Null for what is none. */
  readonly regions: readonly (ViaRegion | null)[];
}

/** Null for what is none. */
export function viaImageOf(value: unknown): ViaImage | null {
  const image = viaImageSchema.safeParse(value).data;
  return image ? { name: image.filename, regions: image.regions.map(viaRegionOf) } : null;
}

export function viaRegionOf(value: unknown): ViaRegion | null {
  return viaRegionSchema.safeParse(value).data ?? null;
}

/** VIA keeps no size, and lists images that nobody has looked at as well. */
export function foundViaImage({ name, regions }: ViaImage, classOf: (region: ViaRegion) => string): FoundImage {
  return {
    names: [referencePath(name)],
    size: null,
    side: null,
    classes: regions.flatMap(region => (region ? classOf(region) : [])),
    bare: 'unknown',
    isDone: true,
    fillsAsCoco: false,
    draw(shapes) {
      for (const [i, region] of regions.entries()) {
        const what = `region ${i + 1}`;
        if (region) takeRegion(region, { class: classOf(region), source: 'imported' }, shapes, what);
        else shapes.note('bad-shape', what);
      }
    },
  };
}

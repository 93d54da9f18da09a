import * as z from 'zod';
import type { ImageShapes } from '../../shapes/image-shapes.ts';
import { ringOf, sensibleSize } from '../../shapes/shape-points.ts';
import type { FoundImage } from '../found-image.ts';
import { referencePath } from '../reference-path.ts';
import { takeBox, takeLine } from '../take-shapes.ts';

const text = z.string().nullish().catch(null);
const point = z.object({ x: z.unknown().optional(), y: z.unknown().optional() });
const box = z.object({
  left: z.unknown().optional(),
  top: z.unknown().optional(),
  width: z.unknown().optional(),
  height: z.unknown().optional(),
});

const objectSchema = z.object({
  name: z.string(),
  polygon: z.array(point).optional(),
  line: z.array(point).optional(),
  bounding_box: box.optional(),
  /** Lies at an address. */
  mask: z.unknown().optional(),
  composite_mask: z.unknown().optional(),
});

const labelSchema = z.object({ annotations: z.object({ objects: z.array(z.unknown()).catch([]) }) });
const projectSchema = z.object({
  labels: z.array(z.unknown()).catch([]),
  project_details: z.object({ workflow_status: text }).optional().catch(undefined),
});
const rowSchema = z.object({
  data_row: z.object({ external_id: text, global_key: text, row_data: text }),
  media_attributes: z
    .object({ width: z.unknown().optional(), height: z.unknown().optional() })
    .optional()
    .catch(undefined),
  projects: z.record(z.string(), projectSchema),
});

/** Whether parsed JSON is a row of an export, version 2. */
export function isLabelboxRow(value: unknown): boolean {
  return rowSchema.safeParse(value).success;
}

/**
 * The image of a row: the first label of the first project that holds one. Null for what is no row. Masks lie behind addresses,
 * which nobody opens here.
 */
export function labelboxImage(value: unknown): FoundImage | null {
  const { data } = rowSchema.safeParse(value);
  if (!data) return null;
  const { external_id, global_key, row_data } = data.data_row;
  const projects = Object.values(data.projects);
  const labels = projects.flatMap(project => project.labels.map(label => labelSchema.safeParse(label).data ?? null));
  const objects = labels[0]?.annotations.objects.map(object => objectSchema.safeParse(object).data ?? null) ?? [];
  const status = projects.find(project => project.labels.length > 0)?.project_details?.workflow_status ?? 'DONE';
  return {
    names: [external_id, global_key, row_data].flatMap(name => (name ? [referencePath(name)] : [])),
    size: sensibleSize(data.media_attributes?.width, data.media_attributes?.height),
    side: null,
    classes: objects.flatMap(object => object?.name.trim() ?? []),
    bare: labels.length > 0 ? 'empty' : 'unknown',
    isDone: status === 'DONE',
    fillsAsCoco: false,
    draw(shapes) {
      if (labels.length > 1) shapes.note('other-annotations', `${labels.length - 1} more`);
      for (const [i, object] of objects.entries()) takeObject(object, shapes, `object ${i + 1}`);
    },
  };
}

function takeObject(object: z.infer<typeof objectSchema> | null, shapes: ImageShapes, what: string): void {
  if (!object) {
    shapes.note('bad-shape', what);
    return;
  }
  const { name, polygon, line, bounding_box: bounds, mask, composite_mask: composite } = object;
  const marks = { class: name.trim(), source: 'imported' as const };
  const numbers = (polygon ?? line ?? []).flatMap(({ x, y }) => [x, y]);
  if (polygon) shapes.ring(marks, ringOf(numbers), what);
  else if (line) takeLine(shapes, marks, numbers, what);
  else if (bounds) takeBox(shapes, marks, boxOf(bounds), what);
  else shapes.note(mask || composite ? 'mask-elsewhere' : 'points-skipped', what);
}

function boxOf({ left, top, width, height }: z.infer<typeof box>) {
  return { x: left, y: top, width, height };
}

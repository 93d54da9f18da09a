import * as z from 'zod';

/** `_background_` erases; what lies in `__ignore__` counts neither as crack nor as background. */
export const LABELME_BACKGROUND = '_background_';
export const LABELME_IGNORE = '__ignore__';
/** The flag of an image that is not done with. */
export const IN_PROGRESS_FLAG = 'in progress';

/** A labelme file: what else is in it does not matter here. Files of before 2019 have no `shape_type`. */
export const labelmeFileSchema = z.looseObject({
  shapes: z.array(z.unknown()),
  imagePath: z.string().nullable().catch(null),
  imageData: z.string().nullable().catch(null),
  imageWidth: z.int().positive().nullable().catch(null),
  imageHeight: z.int().positive().nullable().catch(null),
  flags: z.record(z.string(), z.unknown()).catch({}),
  /** Of X-AnyLabeling: whether somebody has ticked the image off. */
  checked: z.boolean().optional().catch(undefined),
});
export type LabelmeFile = z.infer<typeof labelmeFileSchema>;

const labelmeShapeSchema = z.looseObject({
  label: z.union([z.string(), z.number()]).transform(value => String(value).trim()),
  points: z.array(z.array(z.number()).min(2)),
  shape_type: z
    .string()
    .nullish()
    .transform(type => type ?? 'polygon'),
  group_id: z.unknown().optional(),
  /** Base64 of a PNG. */
  mask: z.string().nullish(),
});
export type LabelmeShape = z.infer<typeof labelmeShapeSchema>;

/** Null for what is no shape. */
export function shapesOf({ shapes }: LabelmeFile): (LabelmeShape | null)[] {
  return shapes.map(shape => labelmeShapeSchema.safeParse(shape).data ?? null);
}

/** What the studio says itself of a shape and of a file. */
const SHAPE_KEYS = ['label', 'points', 'shape_type', 'mask'];
const FILE_KEYS = ['version', 'shapes', 'imagePath', 'imageData', 'imageWidth', 'imageHeight', 'checked'];
/** What the dialects write where nobody has said anything. */
const SILENT: Readonly<Record<string, unknown>> = {
  ...{ group_id: null, description: '', flags: {}, score: null, difficult: false, attributes: {}, kie_linking: [] },
};

/** What a shape has beside what the studio knows, to go back as it came. */
export function otherShapeKeys(shape: LabelmeShape): Record<string, unknown> {
  return saidIn(shape, SHAPE_KEYS);
}

/** The same of a file. */
export function otherFileKeys({
  flags: { [IN_PROGRESS_FLAG]: _, ...flags },
  ...file
}: LabelmeFile): Record<string, unknown> {
  return saidIn({ ...file, flags }, FILE_KEYS);
}

/** What is no object becomes an empty one. */
export function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function saidIn(of: Readonly<Record<string, unknown>>, known: readonly string[]): Record<string, unknown> {
  const isSaid = ([key, value]: [string, unknown]) =>
    !known.includes(key) && (value ?? null) !== null && JSON.stringify(value) !== JSON.stringify(SILENT[key]);
  return Object.fromEntries(Object.entries(of).filter(isSaid));
}

export type Dialect = 'labelme' | 'x-anylabeling';

const X_KEYS = ['difficult', 'kie_linking', 'attributes'];
const X_TYPES = ['rotation', 'quadrilateral', 'cuboid'];

/** Whether parsed JSON is a file of labelme or of X-AnyLabeling, and of which: the keys tell, the versions overlap. */
export function labelmeDialect(json: unknown): Dialect | null {
  const file = z.looseObject({ shapes: z.array(z.unknown()) }).safeParse(json);
  if (!file.success || !['imagePath', 'imageHeight', 'imageData'].some(key => key in file.data)) return null;
  const isX = 'checked' in file.data || file.data.shapes.some(isXShape);
  return isX ? 'x-anylabeling' : 'labelme';
}

function isXShape(shape: unknown): boolean {
  if (typeof shape !== 'object' || shape === null) return false;
  const { shape_type: type, points } = shape as Record<string, unknown>;
  const fourCorners = type === 'rectangle' && Array.isArray(points) && points.length === 4;
  return fourCorners || X_KEYS.some(key => key in shape) || X_TYPES.includes(String(type));
}

import * as z from 'zod';
import { hasKeys, type JsonHead } from '../json-head.ts';

const points = z.array(z.array(z.unknown()).length(2));

const fileSchema = z.object({
  size: z.object({ width: z.unknown().optional(), height: z.unknown().optional() }),
  objects: z.array(z.unknown()),
});
export type SuperviselyFile = z.infer<typeof fileSchema>;

const objectSchema = z.object({
  classTitle: z.string(),
  /** Older files have none. */
  geometryType: z.string().nullish(),
  points: z.object({ exterior: points.catch([]), interior: z.array(points).catch([]) }).nullish(),
  bitmap: z.object({ data: z.string(), origin: z.array(z.int()).length(2) }).nullish(),
});
export type SuperviselyObject = z.infer<typeof objectSchema>;

export function isSuperviselyFile(head: JsonHead): boolean {
  return hasKeys(head, { size: '{', objects: '[' });
}

/** Throws an Error that says what is wrong with it. */
export function superviselyFile(json: unknown): SuperviselyFile {
  const { data } = fileSchema.safeParse(json);
  if (!data) throw new Error('it is not of Supervisely');
  return data;
}

/** Null for what is no object. */
export function objectsOf({ objects }: SuperviselyFile): (SuperviselyObject | null)[] {
  return objects.map(object => objectSchema.safeParse(object).data ?? null);
}

export function geometryOf({ geometryType, bitmap }: SuperviselyObject): string {
  return geometryType ?? (bitmap ? 'bitmap' : 'polygon');
}

import * as z from 'zod';

/** What is kept of one image or label, characters of JSON: notes and attributes of people, no pictures. */
const MOST = 16_384;

const keysSchema = z.record(z.string(), z.unknown()).refine(keys => JSON.stringify(keys).length <= MOST, {
  error: `what another tool says is longer than ${MOST} characters`,
});

/**
 * What files of other tools say of an image or a label that the studio has no word for, by the tool: it is kept, and goes back
 * to the tool as it came. X-AnyLabeling's files are labelme's.
 */
export const foreignSchema = z.object({ labelme: keysSchema.optional() });
export type Foreign = z.infer<typeof foreignSchema>;

/** Null for what there is too much of. */
export function foreignOf(keys: Readonly<Record<string, unknown>>): Foreign | null {
  return foreignSchema.safeParse({ labelme: keys }).data ?? null;
}

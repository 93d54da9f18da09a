import * as z from 'zod';

/** [x, y] in px; pixel (0, 0) covers [0, 1) x [0, 1), so its centre is (0.5, 0.5). */
export const pointSchema = z.tuple([z.number(), z.number()]);
export type Point = z.infer<typeof pointSchema>;

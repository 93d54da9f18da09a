import { addUpTo, countsFromString } from '../labels/rle.ts';
import type { CrackEvent, SeenMask } from '../schemas/inspection.ts';

/** What was taken for a crack as a mask in the frame; one whose run lengths do not fill its box is of nothing. */
export function maskSeen({ rle, ...box }: SeenMask): CrackEvent['mask'] {
  const runs = countsFromString(rle) ?? [];
  return { ...box, runs: addUpTo(runs, box.width * box.height) ? runs : [] };
}

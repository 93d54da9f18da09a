import type { BulkDone, BulkUndone } from '../shared/contract-bulk.ts';
import type { Output } from './output.ts';

/** Prints what was done to many images at once. */
export function printDone({ what, images, left }: BulkDone, output: Output): void {
  output.print({ done: what, images, left }, `${what}: ${images} image${images === 1 ? '' : 's'} changed.`);
  noteLeft(left, 'their labels are damaged', output);
}

/** Prints what was taken back of it. */
export function printUndone({ what, images, left }: BulkUndone, output: Output): void {
  output.print({ undone: what, images, left }, `Undone: ${what} (${images} image${images === 1 ? '' : 's'}).`);
  noteLeft(left, 'somebody has worked on them since', output);
}

function noteLeft(left: readonly string[], why: string, output: Output): void {
  if (left.length > 0) output.note(`Left as they are, for ${why}: ${left.join(', ')}.`);
}

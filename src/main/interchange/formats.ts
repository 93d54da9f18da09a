import type { Format } from './format.ts';
import { cvatMasks } from './formats/cvat-masks.ts';
import { masks } from './formats/masks.ts';
import { voc } from './formats/voc.ts';

/** Every format, the most particular first: the first that recognises a source reads it. */
export const FORMATS: readonly Format[] = [cvatMasks, voc, masks];

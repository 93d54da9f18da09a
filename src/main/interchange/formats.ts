import type { Format } from './format.ts';
import { labelme } from './formats/labelme.ts';
import { xAnyLabeling } from './formats/x-anylabeling.ts';
import { yolo } from './formats/yolo.ts';

/** Every format, the most particular first: the first that recognises a source reads it. */
export const FORMATS: readonly Format[] = [xAnyLabeling, labelme, yolo];

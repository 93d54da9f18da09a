import type { Format } from './format.ts';
import { coco } from './formats/coco.ts';
import { cvatMasks } from './formats/cvat-masks.ts';
import { cvatXml } from './formats/cvat-xml.ts';
import { labelme } from './formats/labelme.ts';
import { masks } from './formats/masks.ts';
import { voc } from './formats/voc.ts';
import { xAnyLabeling } from './formats/x-anylabeling.ts';
import { yolo } from './formats/yolo.ts';

/** Every format, the most particular first: the first that recognises a source reads it. */
export const FORMATS: readonly Format[] = [cvatMasks, voc, cvatXml, coco, xAnyLabeling, labelme, yolo, masks];

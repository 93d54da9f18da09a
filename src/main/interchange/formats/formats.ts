import { coco } from './coco/coco.ts';
import { cvatMasks } from './cvat/cvat-masks.ts';
import { cvatXml } from './cvat/cvat-xml.ts';
import type { Format } from './format.ts';
import { labelme } from './labelme/labelme.ts';
import { xAnyLabeling } from './labelme/x-anylabeling.ts';
import { masks } from './masks/masks.ts';
import { voc } from './voc/voc.ts';
import { yolo } from './yolo/yolo.ts';

/** Every format, the most particular first: the first that recognises a source reads it. */
export const FORMATS: readonly Format[] = [cvatMasks, voc, cvatXml, coco, xAnyLabeling, labelme, yolo, masks];

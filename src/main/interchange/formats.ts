import type { Format } from './format.ts';
import { coco } from './formats/coco.ts';
import { cvatXml } from './formats/cvat-xml.ts';

/** Every format, the most particular first: the first that recognises a source reads it. */
export const FORMATS: readonly Format[] = [cvatXml, coco];

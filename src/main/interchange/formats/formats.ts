import type { InterchangeFormat } from '../../../shared/interchange/formats.ts';
import { labelmeXml } from './annotation-xml/labelme-xml.ts';
import { vocXml } from './annotation-xml/voc-xml.ts';
import { cityscapes } from './cityscapes/cityscapes.ts';
import { coco } from './coco/coco.ts';
import { cvatMasks } from './cvat/cvat-masks.ts';
import { cvatXml } from './cvat/cvat-xml.ts';
import { datumaro } from './datumaro/datumaro.ts';
import type { Format } from './format.ts';
import { isat } from './isat/isat.ts';
import { labelStudio } from './label-studio/label-studio.ts';
import { labelbox } from './labelbox/labelbox.ts';
import { labelme } from './labelme/labelme.ts';
import { xAnyLabeling } from './labelme/x-anylabeling.ts';
import { masks } from './masks/masks.ts';
import { sam } from './sam/sam.ts';
import { supervisely } from './supervisely/supervisely.ts';
import { via } from './via/via.ts';
import { voc } from './voc/voc.ts';
import { vott } from './vott/vott.ts';
import { yolo } from './yolo/yolo.ts';

/** What reads and writes each format, the most particular first: the first that recognises a source reads it. */
const BY_ID: { readonly [Id in InterchangeFormat]: Format<Id> } = {
  'cvat-masks': cvatMasks,
  voc,
  'cvat-xml': cvatXml,
  via,
  sam,
  supervisely,
  datumaro,
  isat,
  cityscapes,
  labelbox,
  'label-studio': labelStudio,
  'labelme-xml': labelmeXml,
  'voc-xml': vocXml,
  vott,
  coco,
  'x-anylabeling': xAnyLabeling,
  labelme,
  yolo,
  masks,
};

/** Every format, in the order in which they are asked whether a source is theirs. */
export const FORMATS: readonly Format[] = Object.values(BY_ID);

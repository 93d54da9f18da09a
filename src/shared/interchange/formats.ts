/** The formats that labels come in and go out as; `formats/` in `src/main/interchange` has a folder for each tool. */
export const INTERCHANGE_FORMATS = [
  'cvat-masks',
  'coco',
  'cvat-xml',
  'labelme',
  'x-anylabeling',
  'yolo',
  'voc',
  'masks',
] as const;

export type InterchangeFormat = (typeof INTERCHANGE_FORMATS)[number];

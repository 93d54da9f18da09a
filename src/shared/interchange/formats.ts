/** The formats that labels go out as, and come in; `formats/` in `src/main/interchange` has a folder for each tool. */
export const WRITTEN_FORMATS = [
  'cvat-masks',
  'coco',
  'cvat-xml',
  'labelme',
  'x-anylabeling',
  'yolo',
  'voc',
  'masks',
] as const;

/** All formats that labels come in as. */
export const INTERCHANGE_FORMATS = [
  ...WRITTEN_FORMATS,
  'via',
  'sam',
  'supervisely',
  'datumaro',
  'isat',
  'cityscapes',
  'labelbox',
  'label-studio',
  'labelme-xml',
  'voc-xml',
  'vott',
] as const;

export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];
export type InterchangeFormat = (typeof INTERCHANGE_FORMATS)[number];

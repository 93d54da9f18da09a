import type { JsonHead } from './json-head.ts';

/** A tool, or a kind of files, that is recognised and not read. */
interface UnreadTool {
  /** What the source is, to follow "it is". */
  readonly what: string;
  /** What to do instead, as a request. */
  readonly instead: string;
  /** By the name of a file, in lower case. */
  readonly file?: RegExp;
  /** By the beginning of a JSON file. */
  json?(head: JsonHead): boolean;
}

const hasAll = (value: unknown, ...keys: readonly string[]) =>
  typeof value === 'object' && value !== null && keys.every(key => key in value);

const ROBOFLOW = 'export "COCO Segmentation" there, or "YOLOv8" of a segmentation project';

/** The first that fits is told. */
const TOOLS: readonly UnreadTool[] = [
  {
    what: 'a backup of CVAT',
    instead: 'use "Export task dataset" there, as "CVAT for images 1.1" or "Segmentation mask 1.1"',
    file: /(^|\/)(task|project)\.json$/,
    json: ({ first }) => hasAll(first, 'version', 'tags', 'shapes', 'tracks'),
  },
  {
    what: 'a project of VoTT, which holds no regions',
    instead: 'open it in VoTT and export "VoTT JSON" there',
    file: /\.vott$/,
  },
  {
    what: 'of the Universal Data Tool',
    instead: 'convert its polygons there to COCO JSON, or to PNG masks with its autoseg, and import those',
    file: /\.udt\.(json|csv)$/,
    json: ({ keys, values }) => keys.get('samples') === '[' && hasAll(values.get('interface'), 'type'),
  },
  {
    what: 'a CreateML export, which has only boxes',
    instead: ROBOFLOW,
    file: /(^|\/)_annotations\.createml\.json$/,
    json: ({ first }) => hasAll(first, 'image', 'annotations') && !hasAll(first, 'id'),
  },
  {
    what: 'a table of Roboflow, which has only boxes or classes',
    instead: ROBOFLOW,
    file: /(^|\/)_(annotations|classes)\.csv$/,
  },
  { what: 'a list of boxes of Roboflow', instead: ROBOFLOW, file: /(^|\/)_annotations\.txt$/ },
  { what: 'a TFRecord', instead: `if it is of Roboflow, ${ROBOFLOW}`, file: /\.tfrecords?$/ },
  {
    what: 'an export of Labelbox of before 2023',
    instead: 'export it anew there, as export v2 (NDJSON)',
    json: ({ first }) => hasAll(first, 'Labeled Data', 'Label'),
  },
  {
    what: 'of SuperAnnotate',
    instead: 'convert it to COCO there ("Export", format "COCO")',
    json: ({ values, keys }) => keys.get('instances') === '[' && hasAll(values.get('metadata'), 'name', 'width'),
  },
  {
    what: 'of V7 Darwin',
    instead: 'export "COCO" there',
    json: ({ keys, values }) => keys.get('annotations') === '[' && hasAll(values.get('item'), 'name'),
  },
  {
    what: 'a GeoJSON file, as QuPath exports it',
    instead: 'export label images (PNG) there and import them as masks',
    json: ({ values }) => values.get('type') === 'FeatureCollection',
  },
  {
    what: 'a project of ilastik',
    instead: 'export "Simple Segmentation" as PNG there and import the masks',
    file: /\.ilp$/,
  },
  {
    what: 'a NIfTI volume',
    instead: 'export the slices and their masks as PNG from the tool that it is of',
    file: /\.nii(\.gz)?$/,
  },
  { what: 'a file of MATLAB', instead: 'write the masks as PNG there (imwrite) and import the folder', file: /\.mat$/ },
  {
    what: 'a NumPy array',
    instead: 'export the masks as PNG (in Label Studio "Brush labels to PNG") or the labels as JSON',
    file: /\.np[yz]$/,
  },
];

/** Which tool wrote a source, in words to follow "it is", and what to do there; null where it is none of those known. */
export function unreadTool(
  files: readonly string[],
  heads: readonly JsonHead[],
): { what: string; instead: string } | null {
  const names = files.map(file => file.toLowerCase());
  const found = TOOLS.find(
    ({ file, json }) => names.some(name => file?.test(name)) || heads.some(head => json?.(head) === true),
  );
  return found ?? null;
}

import * as z from 'zod';
import { csvRows } from '../csv.ts';
import type { FoundImage } from '../found-image.ts';
import { classReader } from './via-class.ts';
import { foundViaImage, viaRegionOf } from './via-image.ts';
import { regionOf3, viaAttributes } from './via-project.ts';
import type { ViaRegion } from './via-region.ts';

/** Who has opened the table in a spreadsheet may have changed what parts its fields. */
const DELIMITERS = [',', ';', '\t'];
const COLUMNS_2 = ['filename', 'region_shape_attributes', 'region_attributes'];
const COLUMNS_3 = ['file_list', 'spatial_coordinates', 'metadata'];

interface Table {
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly version: 2 | 3;
}

/** The columns of a table of VIA: of VIA 1 and 2 in its first line, of VIA 3 in the last of its comments; null for another table. */
export function viaTable(text: string): Table | null {
  const [first = ''] = text.split(/\r\n|\r|\n/, 1);
  const header = /^["\s]*# *CSV_HEADER *= *(.*)$/m.exec(text.slice(0, 2 ** 16))?.[1] ?? first.replace(/^#/, '');
  for (const delimiter of DELIMITERS) {
    const columns = header.split(delimiter).map(column => column.replaceAll('"', '').trim());
    if (COLUMNS_2.every(column => columns.includes(column))) return { delimiter, columns, version: 2 };
    if (COLUMNS_3.every(column => columns.includes(column))) return { delimiter, columns, version: 3 };
  }
  return null;
}

/** The images of a table of VIA. Throws an Error that says what is wrong with it. */
export function* viaCsvImages(text: string): Generator<FoundImage> {
  const table = viaTable(text);
  if (!table) throw new Error('it has not the columns of VIA');
  const images = table.version === 2 ? regionsOf2(text, table) : regionsOf3(text, table);
  const classOf = classReader([...images.values()].flat());
  for (const [name, regions] of images) yield foundViaImage({ name, regions }, classOf);
}

type Images = Map<string, (ViaRegion | null)[]>;

/** Region by region, an image without any has a line of its own. */
function regionsOf2(text: string, { delimiter, columns }: Table): Images {
  const [name, shape, attributes] = COLUMNS_2.map(column => columns.indexOf(column));
  const images: Images = new Map();
  let isHeader = true;
  for (const row of csvRows(text, delimiter)) {
    if (!isHeader) add(images, row[name] ?? '', shapeOf(row[shape], row[attributes]));
    isHeader = false;
  }
  return images;
}

function shapeOf(shape = '', attributes = ''): ViaRegion | null | undefined {
  const shape_attributes = parsed(shape);
  const isNone = shape.trim() === '' || (isRecord(shape_attributes) && Object.keys(shape_attributes).length === 0);
  if (isNone) return undefined;
  return isRecord(shape_attributes) ? viaRegionOf({ shape_attributes, region_attributes: parsed(attributes) }) : null;
}

function regionsOf3(text: string, { delimiter, columns }: Table): Images {
  const [list, shape, metadata] = COLUMNS_3.map(column => columns.indexOf(column));
  const time = columns.indexOf('temporal_coordinates');
  const attributes = viaAttributes(parsed(/^# *ATTRIBUTES? *= *(.*)$/m.exec(text.slice(0, 2 ** 20))?.[1] ?? ''));
  const images: Images = new Map();
  // Comments are no lines of the table: there are quotes in them.
  const lines = text.replace(/^"?#.*$/gm, '');
  for (const row of csvRows(lines, delimiter)) {
    const [name] = fileListSchema.safeParse(parsed(row[list] ?? '')).data ?? [];
    const xy = parsed(row[shape] ?? '');
    const av = parsed(row[metadata] ?? '');
    const isMoment = time >= 0 && !['', '[]'].includes((row[time] ?? '').trim());
    // What is of a moment of a video is no region of an image.
    if (name === undefined || !Array.isArray(xy) || (isMoment && xy.length > 0)) add(images, name ?? '', null);
    else add(images, name, xy.length === 0 ? undefined : regionOf3(xy, isRecord(av) ? av : {}, attributes));
  }
  return images;
}

const fileListSchema = z.array(z.string());

/** `undefined`: the image has no region. */
function add(images: Images, name: string, region: ViaRegion | null | undefined): void {
  const regions = images.get(name) ?? [];
  if (regions.length === 0) images.set(name, regions);
  if (region !== undefined) regions.push(region);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { unpackedRoot } from '../../node/root.ts';
import type { Colour } from '../../shared/image/colour.ts';
import type { GrayImage, RgbImage } from '../../shared/image/gray-image.ts';
import type { Size } from '../../shared/labels/label-box.ts';
import { drawOverlay, LABEL_COLOUR, PREDICTION_COLOUR } from './overlay.ts';

/** One line of the sheet; the three pictures have one size. */
export interface SheetRow {
  readonly title: string;
  readonly image: GrayImage;
  /** The label's mask. */
  readonly label: GrayImage;
  /** The predicted mask. */
  readonly prediction: GrayImage;
  readonly dice?: number;
}

export interface ContactSheet {
  readonly rows: readonly SheetRow[];
  /** Path of the PNG. */
  readonly out: string;
  /** A line under the heading, such as the model and the score. */
  readonly subtitle?: string;
}

/** Lengths of the sheet, px. Pictures are shrunk or enlarged into a box of LARGEST, in proportion. */
const LARGEST = { width: 400, height: 240 };
/** Narrower columns would let the heading run into the subtitle. */
const NARROWEST_COLUMN = 240;
const MARGIN = 28;
const GAP = 12;
const HEADER = 112;
const CAPTION = 34;
const BACKGROUND = '#14171c';

/** Where a row's caption begins and how large its pictures are, px. */
interface Place {
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columnWidth: number;
  readonly places: readonly Place[];
}

/** Writes frame, label and prediction side by side, a row each, under a heading, as one PNG. */
export async function writeContactSheet({ rows, out, subtitle = '' }: ContactSheet): Promise<void> {
  const layout = layoutOf(rows);
  const pictures = await Promise.all(rows.map((row, i) => picturesOf(row, layout, layout.places[i])));
  await writeFileAtomic(out, await drawSheet(layout, pictures.flat(), captions(rows, layout, subtitle)));
}

/** Pictures and, over them, elements of an SVG of the sheet's size, as one PNG. */
export async function drawSheet(
  { width, height }: Size,
  pictures: readonly OverlayOptions[],
  elements: readonly string[],
): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${elements.join('')}</svg>`;
  bringOwnFonts();
  return sharp({ create: { width, height, channels: 3, background: BACKGROUND } })
    .composite([...pictures, { input: Buffer.from(svg), left: 0, top: 0 }])
    .png({ compressionLevel: 9 })
    .toBuffer();
}

function layoutOf(rows: readonly SheetRow[]): Layout {
  let top = HEADER;
  const places = rows.map(({ image }) => {
    const scale = Math.min(LARGEST.width / image.width, LARGEST.height / image.height);
    const fitted = (side: number) => Math.max(1, Math.round(side * scale));
    const place = { top, width: fitted(image.width), height: fitted(image.height) };
    top += CAPTION + place.height + MARGIN;
    return place;
  });
  const columnWidth = Math.max(NARROWEST_COLUMN, ...places.map(place => place.width));
  return { width: 2 * MARGIN + 3 * columnWidth + 2 * GAP, height: top, columnWidth, places };
}

function columnX({ columnWidth }: Layout, column: number): number {
  return MARGIN + column * (columnWidth + GAP);
}

function picturesOf({ image, label, prediction }: SheetRow, layout: Layout, place: Place): Promise<OverlayOptions[]> {
  const { width, height, top } = place;
  const pictures = [
    sharp(image.data, { raw: { width: image.width, height: image.height, channels: 1 } }),
    rgb(drawOverlay(image, label, LABEL_COLOUR)),
    rgb(drawOverlay(image, prediction, PREDICTION_COLOUR)),
  ];
  return Promise.all(
    pictures.map(async (picture, column) => {
      const input = await picture.resize(width, height, { fit: 'fill' }).png({ compressionLevel: 1 }).toBuffer();
      return { input, left: columnX(layout, column) + ((layout.columnWidth - width) >> 1), top: top + CAPTION };
    }),
  );
}

function rgb({ width, height, data }: RgbImage) {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The sheet's text. */
function captions(rows: readonly SheetRow[], layout: Layout, subtitle: string): string[] {
  const { width, places } = layout;
  const heads: [string, Colour][] = [
    ['Frame', [150, 158, 170]],
    ['Label', LABEL_COLOUR],
    ['Prediction', PREDICTION_COLOUR],
  ];
  return [
    sheetWords(MARGIN, 46, 'Crack predictions', 24, '#f2f4f7', 'Inter SemiBold'),
    sheetWords(width - MARGIN, 46, subtitle, 15, '#9aa3b0', 'Inter', 'end'),
    ...heads.map(([name, colour], column) => columnHead(name, colour, columnX(layout, column), layout.columnWidth)),
    ...rows.map((row, i) => caption(row, places[i].top, width - MARGIN)),
  ];
}

function columnHead(name: string, colour: Colour, x: number, width: number): string {
  return [
    `<rect x="${x}" y="66" width="${width}" height="3" rx="1.5" fill="rgb(${colour})"/>`,
    sheetWords(x, 92, name, 16, '#d5dae1', 'Inter SemiBold'),
  ].join('');
}

function caption({ title, dice }: SheetRow, top: number, right: number): string {
  const score = dice === undefined ? '' : `Dice ${dice.toFixed(3)}`;
  return [
    sheetWords(MARGIN, top + 23, title, 15, '#c3cad4', 'Inter'),
    sheetWords(right, top + 23, score, 16, '#f2f4f7', 'Inter SemiBold', 'end'),
  ].join('');
}

/** Words of a sheet as SVG; `y`: of the line that they stand on. */
export function sheetWords(
  x: number,
  y: number,
  text: string,
  size: number,
  fill: string,
  font: string,
  anchor = 'start',
): string {
  const safe = text.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`);
  const style = `font-family="${font}, sans-serif" font-size="${size}" fill="${fill}" text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" ${style}>${safe}</text>`;
}

/** Without this, a machine that has no fonts shows boxes. The file adds the system's fonts to ours; the first text reads it. */
function bringOwnFonts(): void {
  process.env.FONTCONFIG_FILE ??= join(unpackedRoot, 'assets/fonts/fonts.conf');
}

import sharp from 'sharp';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import type { RgbImage } from '../../../shared/image/gray-image.ts';
import type { CrackEvent, EventsDocument } from '../../../shared/schemas/inspection.ts';
import { drawSheet, sheetWords } from '../contact-sheet.ts';
import { outlined } from './outlined.ts';

/** Of a sheet: pictures in a row and rows. */
const [COLUMNS, ROWS] = [4, 6];
/** px; a picture is shrunk or enlarged to this width. */
const [PICTURE, GAP, HEADER, CAPTION] = [320, 16, 56, 30];

/** Contact sheets of the peaks, `sheet-1.png` and so on, in the order of their frames: no more than one sheet is in memory. */
export class PeakSheets {
  readonly #folder: ProjectPath;
  readonly #video: string;
  readonly #height: number;
  readonly #events: number;
  #shown: { readonly event: CrackEvent; readonly picture: Buffer }[] = [];
  #sheets = 0;

  constructor(folder: ProjectPath, { video, width, height, events }: EventsDocument) {
    this.#folder = folder;
    this.#video = video;
    this.#events = events.length;
    this.#height = Math.max(1, Math.round((PICTURE * height) / width));
  }

  /** The next event, with the frame in which it shows best. Throws a StudioError. */
  async add(frame: RgbImage, event: CrackEvent): Promise<void> {
    const { width, height, data } = outlined(frame, [event.mask]);
    const picture = sharp(data, { raw: { width, height, channels: 3 } }).resize(PICTURE, this.#height, { fit: 'fill' });
    this.#shown.push({ event, picture: await picture.png({ compressionLevel: 1 }).toBuffer() });
    if (this.#shown.length === COLUMNS * ROWS) await this.end();
  }

  /** Writes the sheet that is begun; none where no event was added. Throws a StudioError. */
  async end(): Promise<void> {
    if (this.#shown.length === 0) return;
    const columns = Math.min(COLUMNS, Math.max(2, this.#shown.length));
    const width = GAP + columns * (PICTURE + GAP);
    const height = HEADER + Math.ceil(this.#shown.length / columns) * (this.#height + CAPTION + GAP);
    const places = this.#shown.map(({ event, picture }, i) => {
      const left = GAP + (i % columns) * (PICTURE + GAP);
      return { event, picture, left, top: HEADER + Math.floor(i / columns) * (this.#height + CAPTION + GAP) };
    });
    const count = this.#events === 1 ? '1 crack' : `${this.#events} cracks`;
    const words = [
      sheetWords(GAP, 36, `${count} in ${this.#video}`, 20, '#f2f4f7', 'Inter SemiBold'),
      ...places.map(({ event, left, top }) =>
        sheetWords(left, top + this.#height + 20, captionOf(event), 14, '#c3cad4', 'Inter'),
      ),
    ];
    const pictures = places.map(({ picture: input, left, top }) => ({ input, left, top }));
    const file = this.#folder.join(`sheet-${++this.#sheets}.png`);
    await writeFileAtomic(file, await drawSheet({ width, height }, pictures, words));
    this.#shown = [];
  }
}

function captionOf({ id, peak, length_px }: CrackEvent): string {
  return `${id} · ${peak.time} · ${length_px.toFixed(0)} px · p ${peak.score.toFixed(2)}`;
}

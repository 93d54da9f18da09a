import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { makeFolder } from '../../../node/folders.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import type { RgbImage } from '../../../shared/image/gray-image.ts';
import { countsOfMask } from '../../../shared/labels/rle.ts';
import type { CrackEvent, EventsDocument } from '../../../shared/schemas/inspection.ts';
import { frameName, rgbPng } from '../../collect/sample-files.ts';
import { pixelsOf } from './outlined.ts';

/**
 * The frames of the peaks as they are and their masks, in `coco/` as CVAT's "COCO 1.0" lays them out: `images/default/` and
 * `annotations/instances_default.json` with uncompressed run lengths, column by column (cocodataset.org, Data format).
 */
export class EventsAsCoco {
  readonly #folder: ProjectPath;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #classes: readonly string[];
  readonly #images: object[] = [];
  readonly #annotations: object[] = [];

  constructor(folder: ProjectPath, { width, height, events }: EventsDocument) {
    this.#folder = folder.join('coco');
    this.#size = { width, height };
    this.#classes = [...new Set(['crack', ...events.map(event => event.class)])];
  }

  /** A frame and the events that show best in it. Throws a StudioError. */
  async add(frame: RgbImage, events: readonly CrackEvent[]): Promise<void> {
    const [{ peak }] = events;
    const name = `${frameName(peak.ms, peak.frame)}.png`;
    const folder = this.#folder.join('images', 'default');
    await makeFolder(folder);
    await writeFileAtomic(folder.join(name), await rgbPng(frame));
    const image = this.#images.length + 1;
    this.#images.push({ id: image, file_name: name, ...this.#size });
    for (const event of events) {
      const { x, y, width, height } = event.mask;
      const pixels = pixelsOf(event.mask);
      this.#annotations.push({
        ...{ id: this.#annotations.length + 1, image_id: image, category_id: this.#classes.indexOf(event.class) + 1 },
        ...{ iscrowd: 0, bbox: [x, y, width, height], area: pixels.data.reduce((sum, value) => sum + value, 0) },
        segmentation: { size: [this.#size.height, this.#size.width], counts: countsOfMask(pixels, x, y, this.#size) },
        attributes: { event: event.id, score: event.peak.score },
      });
    }
  }

  /** Writes what was added. Throws a StudioError. */
  async end(): Promise<void> {
    const categories = this.#classes.map((name, i) => ({ id: i + 1, name, supercategory: '' }));
    const document = { images: this.#images, annotations: this.#annotations, categories };
    const folder = this.#folder.join('annotations');
    await makeFolder(folder);
    await writeFileAtomic(folder.join('instances_default.json'), `${JSON.stringify(document)}\n`);
  }
}

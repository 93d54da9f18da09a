import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { makeFolder } from '../../../node/folders.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import { exists } from '../../../node/read-file.ts';
import { StudioError } from '../../../shared/errors.ts';
import { annotatedPicture } from '../../../shared/reference/annotated-picture.ts';
import { pictureNames } from '../../../shared/reference/timeline.ts';
import { rgbPng } from '../../collect/sample-files.ts';
import { Serial } from '../../files/serial.ts';
import type { ReferenceFrame } from './reference-frames.ts';

/** As often the reference looks for a name. */
const MOST_OF_A_NAME = 10_000;

/** The two pictures that the reference keeps of a frame: as it is, and with what was found. */
export class PicturePairs {
  readonly #folder: ProjectPath;
  readonly #stem: string;
  readonly #naming = new Serial();
  readonly #taken = new Set<string>();

  constructor(folder: ProjectPath, stem: string) {
    this.#folder = folder;
    this.#stem = stem;
  }

  /** Writes both under names that no picture has yet. Throws a StudioError. */
  async save({ ms, image, roi, boxes }: ReferenceFrame): Promise<void> {
    const { orig, insp } = await this.#naming.run(() => this.#free(ms));
    await makeFolder(this.#folder);
    await writeFileAtomic(this.#folder.join(orig), await rgbPng(image));
    const annotated = annotatedPicture(image, { ms, roi: roi.vertices, boxes });
    await writeFileAtomic(this.#folder.join(insp), await rgbPng(annotated));
  }

  async #free(ms: number) {
    for (let n = 0; n < MOST_OF_A_NAME; n++) {
      const names = pictureNames(this.#stem, ms, n);
      if (this.#taken.has(names.orig)) continue;
      const there = await Promise.all([names.orig, names.insp].map(name => exists(this.#folder.join(name))));
      if (there.includes(true)) continue;
      this.#taken.add(names.orig);
      return names;
    }
    throw new StudioError(`${this.#folder} has ${MOST_OF_A_NAME} pictures of one time: inspect into another folder.`);
  }
}

import { type UnnamedFile, writeUnnamed } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { removeEmpty } from '../../node/remove.ts';
import type { Vertex } from '../../shared/geometry/line.ts';
import { placeRoi } from '../../shared/geometry/roi.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { FrameIndex, PictureForm, VideoInfo } from '../../shared/schemas/video.ts';
import { mapAhead, mapConcurrently } from '../files/concurrency.ts';
import { exists } from '../files/listing.ts';
import type { Besides } from '../media/count-frames.ts';
import type { DecodedFrame } from '../media/decoded-frames.ts';
import { factsAtFirst } from '../media/first-look.ts';
import { type Likely, likelyFrames } from '../media/likely-frames.ts';
import type { FrameRequest } from '../media/select-frames.ts';
import { type DrawingOptions, type DrawnSample, drawSample } from './draw-sample.ts';
import { isUnnamed, SAMPLE_FILES, type SampleContents, type SampleKind } from './sample-files.ts';

const KINDS = Object.keys(SAMPLE_FILES) as SampleKind[];
/** Samples on their way to the disk while the next frame is decoded. */
export const AT_ONCE = 3;

export interface AheadRequest {
  readonly roi?: readonly Vertex[] | undefined;
  readonly frames: FrameRequest;
  readonly form: PictureForm;
  readonly options?: DrawingOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Samples that are drawn in the decode that counts a video's frames. Their files have no names until that is over and it is
 * known which frames are wanted: what a kill leaves of them is nobody's, and swept. Disposing removes those not named.
 */
export class DrawnAhead implements AsyncDisposable {
  readonly besides: Besides;
  readonly #folder: ProjectPath;
  /** What goes again when nothing is in it, the innermost first. */
  readonly #made: readonly ProjectPath[];
  readonly #drawn = new Map<string, DrawnSample>();
  readonly #files: UnnamedFile[] = [];

  private constructor(
    made: readonly [folder: ProjectPath, ...others: ProjectPath[]],
    info: VideoInfo,
    likely: Likely,
    draw: (image: RgbImage) => Promise<DrawnSample>,
  ) {
    this.#folder = made[0];
    this.#made = made;
    this.besides = { info, select: likely.select, take: frames => this.#draw(likely.lastOfEach(frames), draw) };
  }

  /**
   * Undefined where it cannot be guessed which frames will be wanted. Throws a StudioError for a video that cannot be read
   * and for an ROI that does not lie in it.
   */
  static async plan(video: string, folder: ProjectPath, request: AheadRequest): Promise<DrawnAhead | undefined> {
    // A decoder that cannot map tones would count nothing either.
    if (request.frames.everyMs === undefined || request.form.toneMap) return undefined;
    const { info, firstMs } = await factsAtFirst(video, request.form, { urgency: 'command' }, request.signal);
    const likely = likelyFrames(request.frames, info, firstMs);
    if (!likely) return undefined;
    const roi = placeRoi(request.roi, info.width, info.height);
    const isNew = !(await exists(folder.root.path));
    await makeFolder(folder.root.path);
    return new DrawnAhead(isNew ? [folder, folder.root.at()] : [folder], info, likely, image =>
      drawSample(image, roi, request.options ?? {}),
    );
  }

  /** A frame's sample, if it was drawn: the picture shown at its time, with its checksum. */
  take({ timesMs, checksums }: FrameIndex, frame: number): DrawnSample | undefined {
    const key = keyOf(timesMs[frame], checksums[frame]);
    const drawn = this.#drawn.get(key);
    this.#drawn.delete(key);
    return drawn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Also of samples that were taken: what stopped the collecting may have come before they were named.
    await Promise.all(this.#files.map(file => file.remove()));
    for (const kind of KINDS) await removeEmpty(this.#folder.join(kind));
    for (const folder of this.#made) await removeEmpty(folder);
  }

  async #draw(frames: AsyncIterable<DecodedFrame>, draw: (image: RgbImage) => Promise<DrawnSample>): Promise<void> {
    const drawAhead = async ({ image, timeMs, checksum }: DecodedFrame) => {
      const { pictures, frameCrc32 } = await draw(image);
      this.#drawn.set(keyOf(timeMs, checksum), { pictures: await this.#write(pictures), frameCrc32 });
    };
    for await (const _ of mapAhead(frames, drawAhead, AT_ONCE));
  }

  async #write(pictures: SampleContents): Promise<SampleContents> {
    const write = async (kind: SampleKind) => {
      const content = pictures[kind];
      if (content === undefined || isUnnamed(content)) return [];
      const folder = this.#folder.join(kind);
      await makeFolder(folder);
      const file = await writeUnnamed(folder.join('unnamed'), content);
      this.#files.push(file);
      return [[kind, file] as const];
    };
    return Object.fromEntries((await mapConcurrently(KINDS, write, KINDS.length)).flat());
  }
}

function keyOf(timeMs: number | undefined, checksum: string): string {
  return `${timeMs} ${checksum}`;
}

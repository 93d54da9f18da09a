import path from 'node:path';
import { makeFolder } from '../../node/folders.ts';
import { type ProjectPath, projectPath } from '../../node/project-path.ts';
import type { Vertex } from '../../shared/geometry/line.ts';
import { placeRoi, type Roi } from '../../shared/geometry/roi.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { SampleMeta } from '../../shared/schemas/sample.ts';
import type { FrameIndex, PictureForm, VideoInfo } from '../../shared/schemas/video.ts';
import { mapAhead } from '../files/concurrency.ts';
import type { IndexProgress } from '../media/count-frames.ts';
import { keptFrameIndex, openFrameIndex } from '../media/frame-index.ts';
import { type ReadFrame, readFrames } from '../media/frames.ts';
import { type FrameRequest, selectFrames } from '../media/select-frames.ts';
import { type DrawingOptions, type DrawnSample, drawSample } from './draw-sample.ts';
import { AT_ONCE, DrawnAhead } from './drawn-ahead.ts';
import { freeBase, sampleBase, samplePath, writeSample } from './sample-files.ts';
import { sampleFolderName } from './sample-folder.ts';
import { Unfinished } from './unfinished.ts';

export interface SampleOptions extends DrawingOptions {
  /** Goes into names and metadata; the reference pipeline's default is "unk". */
  readonly tag?: string | undefined;
}

export interface CollectRequest {
  readonly video: string;
  /** The dataset folder; samples go to `<outDir>/<name of the video's folder>/`. */
  readonly outDir: string;
  /** In full-frame px; the whole frame when left out. */
  readonly roi?: readonly Vertex[] | undefined;
  readonly frames: FrameRequest;
  readonly options?: SampleOptions | undefined;
  /** For the frame index; see `IndexOptions`. */
  readonly form?: PictureForm | undefined;
  readonly cache?: string | null | undefined;
  readonly signal?: AbortSignal | undefined;
  /** While the frames of a video that is new are counted. */
  readonly onCounting?: ((progress: IndexProgress) => void) | undefined;
  readonly onVideo?: ((info: VideoInfo, wanted: number) => void) | undefined;
  readonly onProgress?: ((sample: Sample, done: number) => void) | undefined;
}

export interface Sample {
  readonly frame: number;
  readonly timeMs: number;
  /** The name that its files share, and the path of its image. */
  readonly base: string;
  readonly image: string;
}

/**
 * Cuts frames out of a video and writes them in the reference layout (images, roi_masks, raw_gray, previews, meta).
 * What is nonsense (ROI, frames, tag) is refused before anything is written. Aborting leaves whole samples only; the same
 * request made again goes on where it was broken off, even by a kill, and one that was done is done anew under other names.
 */
export async function collectSamples(request: CollectRequest): Promise<Sample[]> {
  const { video, outDir, options = {}, cache, form = { squarePixels: true, toneMap: false }, signal } = request;
  sampleBase(0, 0, options.tag ?? 'unk');
  const folder = projectPath(outDir).join(sampleFolderName(video));
  const known = await keptFrameIndex(video, { cache, form });
  await using ahead = known ? undefined : await DrawnAhead.plan(video, folder, { ...request, form });
  const { onCounting: onProgress } = request;
  const index = known ?? (await openFrameIndex(video, { cache, form, signal, onProgress, besides: ahead?.besides }));
  const roi = placeRoi(request.roi, index.info.width, index.info.height);
  const wanted = selectFrames(index, request.frames);
  await makeFolder(outDir);
  await makeFolder(folder);
  request.onVideo?.(index.info, wanted.length);
  const unfinished = await Unfinished.begin(folder, wishOf(request, index, wanted));
  const samples: Sample[] = [];
  try {
    for await (const sample of eachSample({ folder, index, roi, options, unfinished, ahead, signal }, wanted)) {
      samples.push(sample);
      request.onProgress?.(sample, samples.length);
    }
  } catch (error) {
    if (samples.length === 0) await unfinished.end();
    throw error;
  }
  await unfinished.end();
  return samples;
}

/** All that the samples depend on. */
function wishOf({ roi, form, options = {} }: CollectRequest, { info }: FrameIndex, wanted: readonly number[]) {
  const { tag, maskOutside, blur, raw, preview } = options;
  const video = { file: path.resolve(info.path), size: info.size, modifiedMs: info.modifiedMs };
  return { ...video, wanted, roi, form, tag, maskOutside, blur, raw, preview };
}

interface Work {
  readonly folder: ProjectPath;
  readonly index: FrameIndex;
  readonly roi: Roi;
  readonly options: SampleOptions;
  readonly unfinished: Unfinished;
  readonly ahead: DrawnAhead | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What a wanted frame has already: the name under which it is saved, or its pictures. */
type There =
  | { readonly frame: number; readonly base: string }
  | { readonly frame: number; readonly drawn: DrawnSample };

/** In rising order: what is saved or drawn already, and between it what is read from the video. */
async function* eachSample(work: Work, wanted: readonly number[]): AsyncGenerator<Sample> {
  const { folder, index, roi, options, unfinished, ahead, signal } = work;
  const there: There[] = [];
  const left: number[] = [];
  for (const frame of wanted) {
    const base = await unfinished.savedAs(frame, baseOf(index, frame, options));
    const drawn = base === undefined ? ahead?.take(index, frame) : undefined;
    if (base !== undefined) there.push({ frame, base });
    else if (drawn) there.push({ frame, drawn });
    else left.push(frame);
  }
  const save = async (each: There | ReadFrame) => {
    const { frame } = each;
    if ('base' in each) return sampleAt(folder, index, frame, each.base);
    const drawn = 'drawn' in each ? each.drawn : await drawSample(each.image, roi, options);
    // Frames are read ahead: what is not begun when the collecting is stopped is left.
    signal?.throwIfAborted();
    const base = await unfinished.nameOf(frame, baseOf(index, frame, options));
    return writeDrawn(folder, index, frame, drawn, roi, options, base);
  };
  yield* mapAhead(inOrder(there, readFrames(index, left, { signal })), save, AT_ONCE);
}

async function* inOrder(there: readonly There[], read: AsyncIterable<ReadFrame>): AsyncGenerator<There | ReadFrame> {
  let next = 0;
  for await (const each of read) {
    while (next < there.length && there[next].frame < each.frame) yield there[next++];
    yield each;
  }
  yield* there.slice(next);
}

function baseOf({ timesMs }: FrameIndex, frame: number, { tag }: SampleOptions): string {
  return sampleBase(timesMs[frame], frame, tag ?? 'unk');
}

function sampleAt(folder: ProjectPath, { timesMs }: FrameIndex, frame: number, base: string): Sample {
  return { frame, timeMs: timesMs[frame], base, image: samplePath(folder, 'images', base).path };
}

/** Writes the sample of one frame under `folder`, by the name `base` unless that is left out, and says where. */
export async function saveSample(
  folder: ProjectPath,
  index: FrameIndex,
  frame: number,
  image: RgbImage,
  roi: Roi,
  options: SampleOptions,
  base?: string,
): Promise<Sample> {
  const name = base ?? (await freeBase(folder, baseOf(index, frame, options)));
  return writeDrawn(folder, index, frame, await drawSample(image, roi, options), roi, options, name);
}

async function writeDrawn(
  folder: ProjectPath,
  index: FrameIndex,
  frame: number,
  { pictures, frameCrc32 }: DrawnSample,
  roi: Roi,
  options: SampleOptions,
  base: string,
): Promise<Sample> {
  const meta = describeSample(index, frame, frameCrc32, roi, options);
  await writeSample(folder, base, { ...pictures, meta: `${JSON.stringify(meta, null, 2)}\n` });
  return sampleAt(folder, index, frame, base);
}

function describeSample(
  index: FrameIndex,
  frame: number,
  frameCrc32: string,
  roi: Roi,
  options: SampleOptions,
): SampleMeta {
  const { info } = index;
  const { x1, y1, x2, y2 } = roi.box;
  return {
    pos_ms: index.timesMs[frame],
    frame_index: frame,
    label_tag: options.tag ?? 'unk',
    bbox_xyxy: [x1, y1, x2, y2],
    roi_poly_full: roi.vertices.map(({ x, y }) => [x, y]),
    video_name: path.basename(info.path),
    video_width: info.width,
    video_height: info.height,
    video_fps: info.averageFps,
    video_bytes: info.size,
    frame_crc32: frameCrc32,
    blurred: options.blur !== false,
    masked_outside: options.maskOutside === true,
    pixel_aspect: info.pixelAspect.join(':'),
    square_pixels: info.form.squarePixels,
    tone_mapped: info.form.toneMap,
  };
}

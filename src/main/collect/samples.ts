import path from 'node:path';
import { crc32 } from 'node:zlib';
import { makeFolder } from '../../node/folders.ts';
import { type ProjectPath, projectPath } from '../../node/project-path.ts';
import type { Vertex } from '../../shared/geometry/line.ts';
import { blackOutside, placeRoi, type Roi, withOutline } from '../../shared/geometry/roi.ts';
import { gaussianBlur } from '../../shared/image/blur.ts';
import { rgbToGray } from '../../shared/image/gray.ts';
import { type Box, cropGray, cropRgb, type GrayImage, type RgbImage } from '../../shared/image/gray-image.ts';
import type { SampleMeta } from '../../shared/schemas/sample.ts';
import type { FrameIndex, PictureForm, VideoInfo } from '../../shared/schemas/video.ts';
import { mapAhead } from '../files/concurrency.ts';
import { openFrameIndex } from '../media/frame-index.ts';
import { type ReadFrame, readFrames } from '../media/frames.ts';
import { type FrameRequest, selectFrames } from '../media/select-frames.ts';
import { freeBase, grayPng, rgbPng, type SampleContents, sampleBase, samplePath, writeSample } from './sample-files.ts';
import { sampleFolderName } from './sample-folder.ts';
import { Unfinished } from './unfinished.ts';

export interface SampleOptions {
  /** Goes into names and metadata; the reference pipeline's default is "unk". */
  readonly tag?: string | undefined;
  /** Set pixels outside the ROI to 0 in `images/`. Default no. */
  readonly maskOutside?: boolean | undefined;
  /** The 5x5 Gaussian blur. Default yes. */
  readonly blur?: boolean | undefined;
  /** Write `raw_gray/`. Default yes. */
  readonly raw?: boolean | undefined;
  /** Write `previews/`. Default yes. */
  readonly preview?: boolean | undefined;
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
  readonly onVideo?: ((info: VideoInfo, wanted: number) => void) | undefined;
  readonly onProgress?: ((sample: Sample, done: number) => void) | undefined;
}

/** Samples on their way to the disk while the next frame is decoded. */
const AT_ONCE = 3;

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
  const { video, outDir, options = {}, signal } = request;
  const index = await openFrameIndex(video, { cache: request.cache, form: request.form, signal });
  const roi = placeRoi(request.roi, index.info.width, index.info.height);
  const wanted = selectFrames(index, request.frames);
  sampleBase(0, 0, options.tag ?? 'unk');
  await makeFolder(outDir);
  const folder = projectPath(outDir).join(sampleFolderName(video));
  await makeFolder(folder);
  request.onVideo?.(index.info, wanted.length);
  const unfinished = await Unfinished.begin(folder, wishOf(request, index, wanted));
  const samples: Sample[] = [];
  try {
    for await (const sample of eachSample(folder, index, wanted, roi, options, unfinished, signal)) {
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

/** Those first that are saved already. */
async function* eachSample(
  folder: ProjectPath,
  index: FrameIndex,
  wanted: readonly number[],
  roi: Roi,
  options: SampleOptions,
  unfinished: Unfinished,
  signal: AbortSignal | undefined,
): AsyncGenerator<Sample> {
  const left: number[] = [];
  for (const frame of wanted) {
    const base = await unfinished.savedAs(frame, baseOf(index, frame, options));
    if (base === undefined) left.push(frame);
    else yield sampleAt(folder, index, frame, base);
  }
  if (left.length === 0) return;
  const save = async ({ frame, image }: ReadFrame) => {
    // Frames are read ahead: what is not begun when the collecting is stopped is left.
    signal?.throwIfAborted();
    const base = await unfinished.nameOf(frame, baseOf(index, frame, options));
    return saveSample(folder, index, frame, image, roi, options, base);
  };
  yield* mapAhead(readFrames(index, left, { signal }), save, AT_ONCE);
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
  const meta = describeSample(index, frame, image, roi, options);
  await writeSample(folder, name, {
    ...(await drawSample(image, roi, options)),
    meta: `${JSON.stringify(meta, null, 2)}\n`,
  });
  return sampleAt(folder, index, frame, name);
}

/**
 * What training sees of a frame, and so what a model must be given of one: gray, blurred as a whole before it is cut to
 * the ROI's box, as in the reference pipeline. The size is that of `roi.box`.
 */
export function sampleImage(
  frame: RgbImage,
  roi: Roi,
  { blur, maskOutside }: Pick<SampleOptions, 'blur' | 'maskOutside'>,
): GrayImage {
  const crop = blur === false ? rgbToGray(cropRgb(frame, roi.box)) : blurredCrop(frame, roi.box);
  return maskOutside ? blackOutside(crop, roi) : crop;
}

/** As if the whole frame were blurred: a pixel of the 5x5 blur is made of those up to 2 px away, so only these are needed. */
function blurredCrop(frame: RgbImage, { x1, y1, x2, y2 }: Box): GrayImage {
  const [left, top] = [Math.max(0, x1 - 2), Math.max(0, y1 - 2)];
  const around = { x1: left, y1: top, x2: Math.min(frame.width, x2 + 2), y2: Math.min(frame.height, y2 + 2) };
  const blurred = gaussianBlur(rgbToGray(cropRgb(frame, around)), 5);
  return cropGray(blurred, { x1: x1 - left, y1: y1 - top, x2: x2 - left, y2: y2 - top });
}

/** Every frame of a video has the same mask. */
const maskPngs = new WeakMap<Roi, Promise<Buffer>>();

function maskPng(roi: Roi): Promise<Buffer> {
  const png = maskPngs.get(roi) ?? grayPng(roi.mask);
  maskPngs.set(roi, png);
  return png;
}

/**
 * The pictures of a sample as PNG, one after the other: a video that plays meanwhile needs the other core, and a collecting has
 * several samples at work. `raw_gray` is the image itself unless that is masked.
 */
async function drawSample(frame: RgbImage, roi: Roi, options: SampleOptions): Promise<SampleContents> {
  const whole = sampleImage(frame, roi, { ...options, maskOutside: false });
  const raw = await grayPng(whole);
  return {
    images: options.maskOutside ? await grayPng(blackOutside(whole, roi)) : raw,
    roi_masks: await maskPng(roi),
    ...(options.raw !== false && { raw_gray: raw }),
    ...(options.preview !== false && { previews: await rgbPng(withOutline(cropRgb(frame, roi.box), roi)) }),
  };
}

function describeSample(
  index: FrameIndex,
  frame: number,
  image: RgbImage,
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
    frame_crc32: crc32(image.data).toString(16).padStart(8, '0'),
    blurred: options.blur !== false,
    masked_outside: options.maskOutside === true,
    pixel_aspect: info.pixelAspect.join(':'),
    square_pixels: info.form.squarePixels,
    tone_mapped: info.form.toneMap,
  };
}

import { crc32 } from 'node:zlib';
import { blackOutside, type Roi, withOutline } from '../../shared/geometry/roi.ts';
import { gaussianBlur } from '../../shared/image/blur.ts';
import { rgbToGray } from '../../shared/image/gray.ts';
import { type Box, cropGray, cropRgb, type GrayImage, type RgbImage } from '../../shared/image/gray-image.ts';
import { grayPng, rgbPng, type SampleContents } from './sample-files.ts';

/** How a frame becomes the pictures of a sample. */
export interface DrawingOptions {
  /** Set pixels outside the ROI to 0 in `images/`. Default no. */
  readonly maskOutside?: boolean | undefined;
  /** The 5x5 Gaussian blur. Default yes. */
  readonly blur?: boolean | undefined;
  /** Write `raw_gray/`. Default yes. */
  readonly raw?: boolean | undefined;
  /** Write `previews/`. Default yes. */
  readonly preview?: boolean | undefined;
}

export interface DrawnSample {
  /** All of a sample but its metadata. */
  readonly pictures: SampleContents;
  /** Of the whole frame as decoded to rgb24. */
  readonly frameCrc32: string;
}

/**
 * What training sees of a frame, and so what a model must be given of one: gray, blurred as a whole before it is cut to
 * the ROI's box, as in the reference pipeline. The size is that of `roi.box`.
 */
export function sampleImage(frame: RgbImage, roi: Roi, { blur, maskOutside }: DrawingOptions): GrayImage {
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
export async function drawSample(frame: RgbImage, roi: Roi, options: DrawingOptions): Promise<DrawnSample> {
  const whole = sampleImage(frame, roi, { ...options, maskOutside: false });
  const raw = await grayPng(whole);
  const pictures = {
    images: options.maskOutside ? await grayPng(blackOutside(whole, roi)) : raw,
    roi_masks: await maskPng(roi),
    ...(options.raw !== false && { raw_gray: raw }),
    ...(options.preview !== false && { previews: await rgbPng(withOutline(cropRgb(frame, roi.box), roi)) }),
  };
  return { pictures, frameCrc32: crc32(frame.data).toString(16).padStart(8, '0') };
}

import { totalmem } from 'node:os';
import type { Device } from '../../shared/schemas/training.ts';
import type { Limits } from '../limits.ts';

/*
 * What a model may take, by the length of its file and the pixels that it is given: five times what our networks take, or more,
 * for others are made otherwise. What takes more is no crack model, whatever it says.
 */
const PROCESS_BYTES = 2 ** 30;
/** ONNX Runtime holds the weights in the file, as they are computed with, and while it changes one into the other. */
const COPIES_OF_FILE = 8;
/** Twice the channels is four times the weights. Of 31 MB (base 32), our network takes 1 KiB a pixel, of 124 MB twice that. */
const BYTES_A_PIXEL = 1024;
const BYTES_A_PIXEL_AND_ROOT = 1;
/** The part of the machine's memory that a model may have at all. */
const MEMORY_SHARE = 0.75;

/** Of processor time; of 31 MB, our network takes half a second to load and as much for 512 x 512 px. */
const LEAST_SECONDS = 10;
const SECONDS_A_BYTE = 3e-7;
const SECONDS_A_PIXEL = 1e-5;
const SECONDS_A_PIXEL_AND_BYTE = 3e-12;
/** Where the graphics adapter is a program, too. */
const SLOWER_ON_WEBGPU = 30;

/** Of loading it, or with `pixels` of computing so many at once. */
export function modelLimits(fileBytes: number, device: Device, pixels = 0): Limits {
  const bytesAPixel = BYTES_A_PIXEL + BYTES_A_PIXEL_AND_ROOT * Math.sqrt(fileBytes);
  const bytes = PROCESS_BYTES + COPIES_OF_FILE * fileBytes + bytesAPixel * pixels;
  const work = SECONDS_A_BYTE * fileBytes + SECONDS_A_PIXEL * pixels + SECONDS_A_PIXEL_AND_BYTE * pixels * fileBytes;
  return {
    bytes: Math.min(bytes, MEMORY_SHARE * totalmem()),
    seconds: (LEAST_SECONDS + work) * (device === 'webgpu' ? SLOWER_ON_WEBGPU : 1),
  };
}

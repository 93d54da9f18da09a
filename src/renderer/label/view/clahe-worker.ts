import { clahe } from '../../../shared/image/clahe.ts';
import { packed } from '../../canvas/mask-overlay.ts';
import { grayOf } from '../wire/gray-of.ts';

/** Takes a picture and answers with the same, its local contrast raised. */
addEventListener('message', async ({ data: picture }: MessageEvent<ImageBitmap>) => {
  const { width, data } = clahe(grayOf(picture));
  const grays = Array.from({ length: 256 }, (_, level) => packed([level, level, level], 255));
  const pixels = new Uint32Array(data.length);
  for (let i = 0; i < data.length; i++) pixels[i] = grays[data[i]];
  const raised = await createImageBitmap(new ImageData(new Uint8ClampedArray(pixels.buffer), width));
  postMessage(raised, { transfer: [raised] });
});

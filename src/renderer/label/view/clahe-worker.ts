import { clahe } from '../../../shared/image/clahe.ts';
import { grayOf } from '../../canvas/gray-of.ts';
import { packed } from '../../canvas/mask-overlay.ts';

/** Takes a picture and answers with the same, its local contrast raised. */
addEventListener('message', async ({ data: picture }: MessageEvent<ImageBitmap>) => {
  const gray = grayOf(picture);
  picture.close();
  // It stays as it is where there is no memory for it.
  if (!gray) return;
  const { width, data } = clahe(gray);
  const grays = Array.from({ length: 256 }, (_, level) => packed([level, level, level], 255));
  const pixels = new Uint32Array(data.length);
  for (let i = 0; i < data.length; i++) pixels[i] = grays[data[i]];
  const raised = await createImageBitmap(new ImageData(new Uint8ClampedArray(pixels.buffer), width));
  postMessage(raised, { transfer: [raised] });
});

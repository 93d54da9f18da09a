import { createHash } from 'node:crypto';
import type { FilePath } from '../../node/project-path.ts';
import { frameFacts } from '../../shared/dataset/frame-likeness.ts';
import { exposureOf } from '../../shared/dataset/health/exposure.ts';
import type { ImageFacts } from '../../shared/dataset/health/image-findings.ts';
import { perceptualHash } from '../../shared/dataset/health/perceptual-hash.ts';
import { readGray } from '../images/png.ts';

/** What is found out about an image file alone. Throws a StudioError. */
export async function readImageFacts(path: FilePath): Promise<Omit<ImageFacts, 'name' | 'mask'>> {
  const image = await readGray(path);
  return {
    ...frameFacts(image),
    exposure: exposureOf(image),
    hash: perceptualHash(image),
    pixels: createHash('sha256').update(`${image.width}x${image.height}`).update(image.data).digest('base64'),
  };
}

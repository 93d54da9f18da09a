import type { ProjectPath } from '../../node/project-path.ts';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import { withoutOutline } from '../../shared/image/without-outline.ts';
import { readGray, readPixels } from '../images/png.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { type SampleKind, samplePath } from './sample-files.ts';

/** A training image in colour. */
export interface ColourPreview {
  readonly path: ProjectPath;
  /** Without the outline of the ROI that was drawn into the file; null when there is none in it. */
  readonly clean: RgbImage | null;
}

/**
 * The colour picture that was kept of a training image when it was collected; undefined when there is none of the image's size. Throws a
 * StudioError when the image itself cannot be read.
 */
export async function colourPreview(layout: ProjectLayout, image: string): Promise<ColourPreview | undefined> {
  const path = sampleFile(layout, image, 'previews');
  if (!path) return undefined;
  const gray = await readGray(layout.image(image));
  try {
    const { width, height, channels, data } = await readPixels(path);
    if (width !== gray.width || height !== gray.height) return undefined;
    const isColour = channels === 3 && data instanceof Uint8Array;
    return { path, clean: isColour ? withoutOutline({ width, height, data }, gray) : null };
  } catch {
    return undefined;
  }
}

/** Where a file of the sample lies that a training image was collected as; undefined for an image of other origin. */
export function sampleFile(layout: ProjectLayout, image: string, kind: SampleKind): ProjectPath | undefined {
  const video = parseFrameTime(image)?.video;
  if (!video) return undefined;
  const base = image.slice(video.length + '__'.length).replace(/\.png$/i, '');
  return samplePath(layout.dataset.join(video), kind, base);
}

import type { ProjectPath } from '../../node/project-path.ts';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import type { Size } from '../../shared/image/gray-image.ts';
import { readSize } from '../images/png.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { samplePath } from './sample-files.ts';

/**
 * The colour picture that was kept of a training image when it was collected, with the outline of its ROI; undefined when
 * there is none of its `size`.
 */
export async function colourPreview(
  layout: ProjectLayout,
  image: string,
  size: Size,
): Promise<ProjectPath | undefined> {
  const video = parseFrameTime(image)?.video;
  if (!video) return undefined;
  const base = image.slice(video.length + '__'.length).replace(/\.png$/i, '');
  try {
    const path = samplePath(layout.dataset.join(video), 'previews', base);
    const { width, height } = await readSize(path);
    return width === size.width && height === size.height ? path : undefined;
  } catch {
    return undefined;
  }
}

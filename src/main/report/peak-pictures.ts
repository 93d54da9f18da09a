import sharp from 'sharp';
import type { ProjectPath } from '../../node/project-path.ts';
import type { Size } from '../../shared/image/gray-image.ts';
import { pictureBox } from '../../shared/report/picture-box.ts';
import type { ReportPicture } from '../../shared/report/report-data.ts';
import type { CrackEvent } from '../../shared/schemas/inspection.ts';
import { readIfThere } from '../files/read.ts';
import { peakName } from '../inspection/videos/write-events.ts';

/** A picture in the report at its largest, px, and how it is stored: 20 to 40 kB each. */
const PICTURE = { width: 480, height: 360, quality: 80 } as const;
/** A frame is refused beyond this, bytes and px. */
const MOST = { bytes: 128 * 2 ** 20, pixels: 2 ** 27 } as const;

/** The crack with its surroundings, from the picture of its peak; null where the inspection kept none, or none that can be read. */
export async function peakPicture(folder: ProjectPath, event: CrackEvent, frame: Size): Promise<ReportPicture | null> {
  const bytes = await readIfThere(folder.join('peaks', peakName(event)), MOST.bytes);
  if (!bytes) return null;
  const { x1, y1, x2, y2 } = pictureBox(event.mask, frame);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST.pixels })
      .extract({ left: x1, top: y1, width: x2 - x1, height: y2 - y1 })
      .resize({ width: PICTURE.width, height: PICTURE.height, fit: 'inside' })
      .jpeg({ quality: PICTURE.quality, mozjpeg: true })
      .toBuffer({ resolveWithObject: true });
    return { uri: `data:image/jpeg;base64,${data.toString('base64')}`, width: info.width, height: info.height };
  } catch {
    // A report without one picture is worth more than none.
    return null;
  }
}

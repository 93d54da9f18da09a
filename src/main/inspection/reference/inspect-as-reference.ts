import { makeFolder } from '../../../node/folders.ts';
import { openInPlace } from '../../../node/open-file.ts';
import { type FilePath, projectPath } from '../../../node/project-path.ts';
import { StudioError } from '../../../shared/errors.ts';
import { logLine } from '../../../shared/reference/timeline.ts';
import { sampleFolderName } from '../../collect/sample-folder.ts';
import { mapAhead } from '../../files/concurrency.ts';
import type { InspectionProgress } from '../videos/inspection.ts';
import { PicturePairs } from './picture-pairs.ts';
import { momentsOf, type ReferenceChoices, type ReferenceFrame, referenceFrames } from './reference-frames.ts';

export interface ReferenceInspection extends ReferenceChoices {
  /** Gets `logs/<video>/<video>_detections.txt` and `images/<video>/`. */
  readonly out: FilePath;
  /** Whether the two pictures of every frame with a crack are written. */
  readonly pictures: boolean;
  /** `line`: what was logged of the frame, or null. */
  readonly onFrame?: ((frame: ReferenceFrame, line: string | null) => void) | undefined;
  readonly onProgress?: ((progress: InspectionProgress) => void) | undefined;
}

export interface ReferenceReport {
  readonly log: string;
  readonly frames: number;
  /** Frames with a crack: lines of the log. */
  readonly lines: number;
}

/** Pictures on their way to the disk while the next frames are inspected. */
const AT_ONCE = 2;

/**
 * Inspects a video as fmvs_inspector does, to the bit: a line in the log and two pictures for every frame in which it boxes a crack. The log is
 * appended to, as there. Throws a StudioError; what is written stays.
 */
export async function inspectAsReference(inspection: ReferenceInspection): Promise<ReferenceReport> {
  const { index, out, signal } = inspection;
  const moments = momentsOf(inspection);
  const stem = sampleFolderName(index.info.path);
  await makeFolder(out);
  const folder = projectPath(out).join('logs', stem);
  const pairs = new PicturePairs(projectPath(out).join('images', stem), stem);
  await makeFolder(folder);
  const log = folder.join(`${stem}_detections.txt`);
  const { handle } = await openInPlace(log, 'append');
  const [first, last] = [moments[0].ms, moments[moments.length - 1].ms];
  let [frames, lines] = [0, 0];
  const save = async (frame: ReferenceFrame) => {
    if (frame.boxes.length > 0 && inspection.pictures) await pairs.save(frame);
    return frame;
  };
  try {
    for await (const frame of mapAhead(referenceFrames(inspection), save, AT_ONCE)) {
      frames++;
      const line = frame.boxes.length > 0 ? logLine(frame, frame.boxes.length) : null;
      if (line !== null) {
        await handle.appendFile(`${line}\n`);
        lines++;
      }
      inspection.onFrame?.(frame, line);
      const { index: number, ms } = frame;
      inspection.onProgress?.({ frame: number, ms, doneMs: ms - first, totalMs: last - first, cracks: lines });
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new StudioError(`The inspection of ${index.info.path} was stopped; ${log} has what was found until then.`);
  } finally {
    await handle.close();
  }
  return { log: log.path, frames, lines };
}

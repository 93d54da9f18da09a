import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspectVideo } from '../../src/main/inspection/videos/inspect-video.ts';
import type { Predictor } from '../../src/main/jobs/predictor.ts';
import { openFrameIndex } from '../../src/main/media/frame-index.ts';
import { projectPath } from '../../src/node/project-path.ts';
import { placeRoi } from '../../src/shared/geometry/roi.ts';
import type { CrackEvent } from '../../src/shared/schemas/inspection.ts';
import { writeGrayVideo } from './crack-video.ts';
import { DARKNESS, LIMITS, type MadeVideo } from './made-video.ts';
import { tinyProbabilities } from './tiny-model.ts';

/** What the tiny model says, without a process. */
export const predictor: Predictor = {
  ...{ inputSize: 256, inputMode: 'tile', metadata: {}, classes: [] },
  predict: async ({ data }) => tinyProbabilities(data, DARKNESS),
  predictClasses: () => Promise.reject(new Error('It has no classes.')),
  close: () => {},
};

/** Inspects a made video as `--every auto` does. */
export async function inspectMade(dir: string, made: MadeVideo): Promise<readonly CrackEvent[]> {
  mkdirSync(join(dir, 'made'), { recursive: true });
  const video = join(dir, 'made.mp4');
  await writeGrayVideo(video, made.frames);
  const index = await openFrameIndex(video, { cache: null });
  const { high: threshold, low, minAreaPx: min_area_px, minLengthPx: min_length_px } = LIMITS;
  const settings = {
    ...{ version: 1 as const, roi: null, start_ms: null, end_ms: null, every: 'auto' as const, mode: 'tile' as const },
    video: { name: 'made.mp4', size: 1, modified_ms: 1, frames: made.frames.length },
    ...{ model: { name: 'model.onnx', sha256: '' }, threshold, low, min_area_px, min_length_px },
  };
  const roi = placeRoi(undefined, index.info.width, index.info.height);
  const folder = projectPath(join(dir, 'made'));
  const { events } = await inspectVideo({ index, roi, predictor, settings, folder, pictures: false });
  return events;
}

import { basename } from 'node:path';
import { provenFile } from '../../../node/open-file.ts';
import type { Input, Output } from '../../../shared/contract.ts';
import { verticesOf } from '../../../shared/geometry/roi.ts';
import { roiOf, videoPath } from '../../collect/video-list.ts';
import { fullPath } from '../../files/full-path.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import { openPredictor } from '../../jobs/predictor.ts';
import type { SpawnWorker } from '../../jobs/worker-host.ts';
import { openFrameIndex } from '../../media/frame-index.ts';
import type { OpenProject } from '../../project/open-project.ts';
import { modelPath } from '../model-path.ts';
import { publishInspection } from '../videos/inspection-progress.ts';
import { inspectAsReference } from './inspect-as-reference.ts';
import { REFERENCE_FORM } from './reference-frames.ts';

interface Tools {
  readonly spawnWorker: SpawnWorker;
  /** For indexes of videos. Default: the user's. */
  readonly cache?: string;
}

/** Inspects a video as the reference does, into `inspections/reference` of the project. Throws a StudioError. */
export async function inspectInProject(
  { layout, project }: OpenProject,
  { spawnWorker, cache }: Tools,
  choices: Input<'inspections.reference'>,
  { signal, progress }: JobContext,
): Promise<Output<'inspections.reference'>> {
  const video = await provenFile(videoPath(layout, fullPath(choices.video, 'a video')));
  const onProgress = ({ frames }: { frames: number }) => progress(frames, 0, `${frames} frames counted`);
  const index = await openFrameIndex(video, { cache, form: REFERENCE_FORM, signal, urgency: 'background', onProgress });
  const { model: named, device, startMs, endMs, threshold, pictures } = choices;
  const model = named ? await modelPath(named, layout.models) : null;
  const predictor = model ? await openPredictor({ model, device, spawnWorker, signal }) : null;
  const roi = choices.roi === undefined ? roiOf(project, basename(video)) : choices.roi;
  try {
    return await inspectAsReference({
      ...{ index, predictor, roi: verticesOf(roi), startMs, endMs, threshold, pictures, signal },
      ...{ out: layout.inspections.join('reference'), urgency: 'background' },
      onProgress: publishInspection(progress),
    });
  } finally {
    predictor?.close();
  }
}

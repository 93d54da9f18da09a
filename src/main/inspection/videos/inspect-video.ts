import { StudioError } from '../../../shared/errors.ts';
import { framesOf, type Shard } from '../../../shared/events/shard.ts';
import type { EventsDocument } from '../../../shared/schemas/inspection.ts';
import type { FrameIndex } from '../../../shared/schemas/video.ts';
import { readAhead } from '../../files/read-ahead.ts';
import { readFrames } from '../../media/frames.ts';
import type { InspectVideo } from './inspection.ts';
import { InspectionRun } from './inspection-run.ts';
import { cropOf } from './looking.ts';
import { framesToLookAt } from './schedule.ts';
import { LOOKS_FILE } from './shards.ts';
import { InspectionLog } from './snapshot.ts';
import { writeEvents } from './write-events.ts';

const STRETCH_MS = 10_000;
/** Frames that are decoded while the model works. */
const AHEAD = 2;

/**
 * Inspects a video from where its folder stands to the end: looks at a frame every so often, at every frame between two looks when a
 * crack comes or goes, follows each crack from frame to frame, and keeps what is done every ten seconds of video. What is interrupted goes on as if it had
 * not been. One frame is in memory at a time, and the next two. Throws a StudioError; what was done so far stays.
 */
export async function inspectVideo(inspection: InspectVideo): Promise<EventsDocument> {
  const { run, log } = await lookThrough(inspection, framesToLookAt(inspection.index, inspection.settings));
  const document = await writeEvents(inspection, run.state.tracker, run.looks);
  await log.end();
  return document;
}

/** Looks at a stretch of a video as an inspection would, and keeps what the model saw, for `KnownLooks`; gives how many looks. Throws a StudioError. */
export async function inspectShard(inspection: InspectVideo, shard: Shard): Promise<number> {
  const due = framesOf(framesToLookAt(inspection.index, inspection.settings), shard);
  return (await lookThrough(inspection, due, true)).run.looks;
}

async function lookThrough(inspection: InspectVideo, due: readonly number[], isShard = false) {
  const { index, folder } = inspection;
  const { log, snapshot } = await InspectionLog.open(folder, isShard ? LOOKS_FILE : 'frames.jsonl');
  const run = await InspectionRun.resume(inspection, log, snapshot, isShard);
  if (snapshot.before) inspection.known?.skipTo(snapshot.before.frame);
  const left = snapshot.before ? due.filter(frame => frame > snapshot.before!.frame) : due;
  for (const stretch of stretchesOf(left, index, inspection.stretchMs)) {
    const reading = { need: { urgency: 'background' }, signal: inspection.signal } as const;
    for await (const { frame, image } of readAhead(readFrames(index, stretch, reading), AHEAD)) {
      if (inspection.signal?.aborted) throw stopped(index, frame);
      await run.take(cropOf({ frame, ms: index.timesMs[frame] }, image, inspection.roi));
      run.tell(due);
    }
    await run.commit();
  }
  return { run, log };
}

function stopped(index: FrameIndex, frame: number): StudioError {
  return new StudioError(
    `The inspection of ${index.info.path} was stopped at ${(index.timesMs[frame] / 1000).toFixed(1)} s; what was done so far is kept, and it can be resumed.`,
  );
}

/** Frames in rising order, cut where a stretch of video is full: by their times alone, so that it is the same after a kill. */
function stretchesOf(frames: readonly number[], { timesMs }: FrameIndex, stretchMs = STRETCH_MS): number[][] {
  const stretches = new Map<number, number[]>();
  for (const frame of frames) {
    const key = Math.floor(timesMs[frame] / stretchMs);
    const stretch = stretches.get(key);
    if (stretch) stretch.push(frame);
    else stretches.set(key, [frame]);
  }
  return [...stretches.values()];
}

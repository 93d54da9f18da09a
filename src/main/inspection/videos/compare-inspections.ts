import type { ProjectPath } from '../../../node/project-path.ts';
import { usageError } from '../../../shared/errors.ts';
import { compareEvents, type EventComparison } from '../../../shared/events/compare-events.ts';
import { readFinished, readLooks } from './inspection-files.ts';

/** Which cracks two inspections of one video found both, and which one alone; see `compareEvents`. Throws a StudioError. */
export async function compareInspections(first: ProjectPath, second: ProjectPath): Promise<EventComparison> {
  const [one, other] = [await readCompared(first), await readCompared(second)];
  if (one.video.size !== other.video.size || one.video.frames !== other.video.frames)
    throw usageError(`${first} and ${second} are not of one video: name two inspections of the same one.`);
  return compareEvents(one, other);
}

/** What is compared of an inspection, and its video. Throws a StudioError for one that is not done. */
async function readCompared(folder: ProjectPath) {
  const { settings, events } = await readFinished(folder);
  return { video: settings.video, events, looks: await readLooks(folder) };
}

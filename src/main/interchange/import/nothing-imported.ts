import { type Problem, problemOf, StudioError } from '../../../shared/errors.ts';
import { NOTES, type Note } from '../../../shared/interchange/notes.ts';
import { NOTHING_REASONS, type NothingReason } from '../../../shared/interchange/nothing-imported.ts';
import type { PlannedImage } from './image-planner.ts';
import type { ImportPlan } from './plan-import.ts';

/** What came in the way of an image, and of which one. */
interface Obstacle {
  readonly reason: NothingReason;
  readonly example: string | undefined;
}

/**
 * Why a plan leaves a project without a label and without a word on any image: what came in the way of most of its images;
 * null for a plan of which something comes.
 *
 * @param path of the source
 * @param ofSource what was said of it as a whole
 */
export function whyNothing({ images, emptied }: ImportPlan, path: string, ofSource: readonly Note[]): Problem | null {
  if (emptied.length > 0 || images.some(saysSomething)) return null;
  const inSource = ofSource.filter(isObstacle).map(({ code, detail }): Obstacle => ({ reason: code, example: detail }));
  const obstacles = images.length > 0 ? images.map(obstacleOf) : inSource;
  const counts = new Map<NothingReason, number>();
  for (const { reason } of obstacles) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const reason = most?.[0] ?? 'no-images';
  const example = obstacles.find(each => each.reason === reason)?.example;
  const what = `${NOTHING_REASONS[reason].text}${example ? `, such as ${example}` : ''}`;
  return problemOf(
    new StudioError(`Nothing was imported from ${path}: ${what}.`, { code: 'nothing-imported', reason }),
  );
}

/** An image whose labels made no sense is in progress, but nothing is said of it. */
function saysSomething({ taken, notes }: PlannedImage): boolean {
  if (!taken || taken.state === 'unlabelled') return false;
  return taken.counts.length > 0 || taken.state === 'verified' || !notes.some(isObstacle);
}

function obstacleOf({ notes }: PlannedImage): Obstacle {
  const note = notes.findLast(isObstacle);
  return note ? { reason: note.code, example: note.detail } : { reason: 'no-annotation', example: undefined };
}

function isObstacle({ code }: Note): boolean {
  return NOTES[code].kind === 'skipped' || code === 'kept-as-is';
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectMade } from '../../../helpers/inspect-made.ts';
import { madeVideo, SCENES } from '../../../helpers/made-video.ts';
import { temporaryFolder } from '../../../helpers/pictures.ts';

/** `STUDIO_MADE_VIDEOS=10` makes ten of each scene; else a few scenes are made once. */
const many = Number(process.env.STUDIO_MADE_VIDEOS ?? 0);
const few = ['two crossing, panned', 'gone and come, one of two'];
const seeds = Array.from({ length: Math.max(1, many) }, (_, i) => i + 1);

const dir = temporaryFolder();
afterAll(() => rmSync(dir, { recursive: true }));

describe.each(many > 0 ? Object.keys(SCENES) : few)('cracks %s', name => {
  it.each(seeds)('are one event each, from beginning to end within a frame (%i)', async seed => {
    const made = madeVideo(name, seed);
    const events = await inspectMade(join(dir, name.replaceAll(/\W/g, '_') + seed), made);
    const found = events.map(({ begin, end }) => [begin.frame, end.frame]);
    expect(nearest(found, made.truth), `${JSON.stringify(found)} of ${JSON.stringify(made.truth)}`).toBeLessThan(2);
  });
});

/** The largest distance of a beginning or an end to the truth, frames, where each event has its own; Infinity where there are more or fewer. */
function nearest(found: readonly (readonly number[])[], truth: readonly (readonly number[])[]): number {
  if (found.length !== truth.length) return Infinity;
  if (truth.length === 0) return 0;
  const [[begin, end], ...others] = truth;
  return Math.min(
    ...found.map((one, i) =>
      Math.max(Math.abs(one[0] - begin), Math.abs(one[1] - end), nearest(found.toSpliced(i, 1), others)),
    ),
  );
}

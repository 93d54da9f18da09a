import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, it } from 'vitest';
import { eventsAss, eventsVtt } from '../../../../src/main/inspection/videos/subtitles.ts';
import { theFfmpeg } from '../../../../src/main/media/ffmpeg-path.ts';
import type { CrackEvent } from '../../../../src/shared/schemas/inspection.ts';
import { temporaryFolder } from '../../../helpers/pictures.ts';

const dir = temporaryFolder();
afterAll(() => rmSync(dir, { recursive: true }));

const event: CrackEvent = {
  ...{ id: 1, class: 'crack', frames_seen: 3, score_median: 0.8, score_max: 0.9 },
  begin: { frame: 30, ms: 1200, time: '00:00:01.200' },
  peak: { frame: 50, ms: 2000, time: '00:00:02.000', score: 0.9 },
  end: { frame: 90, ms: 3_603_600, time: '01:00:03.600' },
  mask: { x: 0, y: 0, width: 1, height: 1, runs: [0, 1] },
  ...{ length_px: 144.2, width_mean_px: 5.6, width_max_px: 7 },
};
const later = { ...event, id: 2, begin: { frame: 60, ms: 2400, time: '00:00:02.400' } };

it.each([
  ['events.vtt', eventsVtt],
  ['events.ass', eventsAss],
])('events are subtitles that ffmpeg reads, until the end of their last frame: %s', async (name, write) => {
  writeFileSync(join(dir, name), write({ width: 320, height: 240, events: [event, later] }, 40));
  const { path } = await theFfmpeg();
  const { stdout } = await execa(path, ['-v', 'error', '-i', join(dir, name), '-f', 'webvtt', '-']);
  expect(stdout.match(/^\S+ --> \S+/gm)).toEqual(['00:01.200 --> 01:00:03.640', '00:02.400 --> 01:00:03.640']);
  expect(stdout).toContain('Crack 1: best at 00:00:02.000, 144.2 px long, 5.6 px wide');
});

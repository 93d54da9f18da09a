import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { peakName } from '../../src/main/inspection/videos/write-events.ts';
import type {
  CrackEvent,
  EventsDocument,
  GivenVerdict,
  InspectionSettings,
  LookRecord,
} from '../../src/shared/schemas/inspection.ts';
import { formatTime } from '../../src/shared/time.ts';

const FRAME = { width: 640, height: 360 };
const CRACK = { width: 120, height: 6 };

export interface MadeInspection {
  readonly events: number;
  readonly video?: string;
  readonly className?: string;
  /** By the ids of the events. */
  readonly verdicts?: Readonly<Record<number, GivenVerdict>>;
  readonly looks?: readonly LookRecord[];
}

/** Writes an inspection without a video: level cracks of 120 x 6 px, a minute apart, with pictures of their peaks. */
export async function writeMadeInspection(folder: string, made: MadeInspection): Promise<void> {
  const { video = 'wall.mp4', className = 'crack', verdicts = {}, looks = [] } = made;
  mkdirSync(join(folder, 'peaks'), { recursive: true });
  const events = Array.from({ length: made.events }, (_, i) => madeEvent(i, className));
  const document: EventsDocument = { version: 1, video, ...FRAME, frames_looked_at: looks.length, events };
  const settings: InspectionSettings = {
    ...{ version: 1, video: { name: video, size: 1e6, modified_ms: 0, frames: 250 * made.events } },
    ...{ model: { name: 'model.onnx', sha256: 'ab'.repeat(32) }, roi: null, start_ms: null, end_ms: null },
    ...{ every: 'auto', threshold: 0.5, low: 0.3, mode: 'trained', min_area_px: 50, min_length_px: 20 },
  };
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
  write('settings.json', JSON.stringify(settings));
  write('events.json', JSON.stringify(document));
  write('verdicts.json', JSON.stringify({ version: 1, verdicts }));
  write('frames.jsonl', looks.map(look => `${JSON.stringify(look)}\n`).join(''));
  for (const event of events) writeFileSync(join(folder, 'peaks', peakName(event)), await peakOf(event));
}

function madeEvent(i: number, className: string): CrackEvent {
  const moment = (ms: number) => ({ frame: ms / 40, ms, time: formatTime(ms) });
  const [x, y] = [20 + ((i * 37) % 480), 20 + ((i * 53) % 300)];
  return {
    ...{ id: i + 1, class: className, begin: moment(60_000 * i), end: moment(60_000 * i + 4000) },
    peak: { ...moment(60_000 * i + 2000), score: 0.9 },
    ...{ frames_seen: 9, score_median: 0.8, score_max: 0.9 },
    mask: { x, y, ...CRACK, height: CRACK.height + (i % 5), runs: [0, CRACK.width * (CRACK.height + (i % 5))] },
    ...{ length_px: CRACK.width, width_mean_px: CRACK.height, width_max_px: CRACK.height },
  };
}

function peakOf({ mask: { x, y, width, height } }: CrackEvent): Promise<Buffer> {
  const input = { create: { width, height, channels: 3 as const, background: '#302820' } };
  return sharp({
    create: { ...FRAME, channels: 3, background: '#a8a296', noise: { type: 'gaussian', mean: 160, sigma: 12 } },
  })
    .composite([{ input, left: x, top: y }])
    .png()
    .toBuffer();
}

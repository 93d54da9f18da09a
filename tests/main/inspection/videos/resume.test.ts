import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectVideo } from '../../../../src/main/inspection/videos/inspect-video.ts';
import { startInspection, startShard } from '../../../../src/main/inspection/videos/start-inspection.ts';
import type { Predictor } from '../../../../src/main/jobs/predictor.ts';
import { openFrameIndex } from '../../../../src/main/media/frame-index.ts';
import { projectPath } from '../../../../src/node/project-path.ts';
import { placeRoi } from '../../../../src/shared/geometry/roi.ts';
import { Random } from '../../../../src/shared/random.ts';
import type { FrameIndex } from '../../../../src/shared/schemas/video.ts';
import { crackedGround, writeCrackVideo } from '../../../helpers/crack-video.ts';
import { predictor } from '../../../helpers/inspect-made.ts';
import { temporaryFolder } from '../../../helpers/pictures.ts';

const FILES = ['events.json', 'events.csv', 'frames.jsonl'];
const dir = temporaryFolder();
let index: FrameIndex;

beforeAll(async () => {
  const wall = crackedGround(9, [
    [
      [190, 210],
      [220, 250],
      [230, 320],
    ],
  ]);
  const views = Array.from({ length: 25 }, (_, i) => ({
    x: 200 + 5 * i,
    y: 255 + 10 * Math.sin(i / 3),
    turn: 0.002 * i,
    zoom: 1,
  }));
  await writeCrackVideo(join(dir, 'wall.mp4'), wall, views);
  index = await openFrameIndex(join(dir, 'wall.mp4'), { cache: null });
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Inspects until `limit` frames were looked at; gives the files when it comes to its end. */
async function inspect(name: string, limit = Infinity): Promise<string[] | null> {
  const folder = projectPath(join(dir, name));
  mkdirSync(join(dir, name), { recursive: true });
  const stop = new AbortController();
  let looks = 0;
  const settings = {
    ...{ version: 1 as const, roi: null, start_ms: null, end_ms: null, every: 'auto' as const, mode: 'tile' as const },
    video: { name: 'wall.mp4', size: 1, modified_ms: 1, frames: 25 },
    ...{ model: { name: 'model.onnx', sha256: '' }, threshold: 0.5, low: 0.3, min_area_px: 50, min_length_px: 20 },
  };
  const roi = placeRoi(undefined, index.info.width, index.info.height);
  const onProgress = () => {
    if (++looks >= limit) stop.abort();
  };
  const inspection = {
    index,
    roi,
    predictor,
    settings,
    folder,
    pictures: false,
    stretchMs: 300,
    signal: stop.signal,
    onProgress,
  };
  const document = await inspectVideo(inspection).catch(error => {
    if (stop.signal.aborted) return null;
    throw error;
  });
  if (!document) return null;
  return FILES.map(file => readFileSync(join(dir, name, file), 'utf8'));
}

it('shards that are joined give what one inspection gives, and the model looks again only where they meet', async () => {
  const model = join(dir, 'model.onnx');
  writeFileSync(model, '');
  let looks = 0;
  const counting: Predictor = {
    ...predictor,
    predict: (image, mode) => {
      looks++;
      return predictor.predict(image, mode);
    },
  };
  const choices = { index, model, predictor: counting, out: join(dir, 'out'), mode: 'tile' as const, pictures: false };
  for (const number of [2, 4, 1, 3]) await startShard(choices, { number, of: 4 });
  expect(await startShard(choices, { number: 3, of: 4 })).toEqual({
    folder: join(dir, 'out/wall/shards/3-of-4'),
    looks: expect.any(Number),
  });
  await expect(startShard({ ...choices, minLengthPx: 30 }, { number: 3, of: 4 })).rejects.toThrow(
    /shards.3-of-4 was made with another model or other settings: name the same ones, or remove it\.$/,
  );
  looks = 0;
  const { folder } = await startInspection({ ...choices, join: true });
  const joinedLooks = looks;
  const one = await startInspection({ ...choices, out: join(dir, 'one') });
  for (const file of FILES)
    expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(one.folder, file), 'utf8'));
  expect(joinedLooks).toBeLessThan(12);
});

describe('an inspection that is interrupted', () => {
  it('again and again, anywhere, ends with the files of one that was not', async () => {
    const whole = await inspect('whole');
    expect(JSON.parse(whole![0]).events).toHaveLength(1);
    const random = new Random(4);
    let files: string[] | null = null;
    let interruptions = 0;
    while (!files) files = await inspect('cut', ++interruptions > 3 ? Infinity : 1 + random.below(3));
    expect(interruptions).toBeGreaterThan(1);
    expect(files).toEqual(whole);
  });

  it('by an older program does not begin anew without a word, and keeps what it found', async () => {
    mkdirSync(join(dir, 'old'));
    writeFileSync(join(dir, 'old/snapshot.json'), JSON.stringify({ version: 1, before: null }));
    writeFileSync(join(dir, 'old/frames.jsonl'), '{}\n');
    await expect(inspect('old')).rejects.toThrow(
      /snapshot\.json is damaged or of another version of the studio, .*: begin another one; what it has found stays in /,
    );
    expect(readFileSync(join(dir, 'old/frames.jsonl'), 'utf8')).toBe('{}\n');
  });
});

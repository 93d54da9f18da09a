import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readGray } from '../src/main/images/png.ts';
import { evaluateSet } from '../src/main/inspection/evaluate.ts';
import { openPredictor, type Predictor } from '../src/main/jobs/predictor.ts';
import { forkWorker } from '../src/main/jobs/worker-host.ts';
import { componentsOf } from '../src/shared/image/components.ts';
import type { GrayImage } from '../src/shared/image/gray-image.ts';
import { MODEL_USAGE } from '../src/shared/model-usage.ts';
import { drawPicture } from '../src/shared/synthesise/draw-picture.ts';
import { copyPairs } from './quality-data.ts';
import { report, round } from './report.ts';

const { threshold } = MODEL_USAGE;
/** A smaller component is no false alarm, px. */
const ALARM = 50;
/** Of drawn pictures without damage; no training has this seed. */
const DRAWN = { seed: 4_000_000_000, size: { width: 256, height: 256 } };

/**
 * `npm run bench -- starter MODEL --data DIR … [--empty DIR …] [--drawn N]`: a model on labelled pictures that it has never seen (images/, masks/),
 * at native resolution in tiles: pooled precision, recall and F1 at 0.5, within 2 px, and the best that any threshold gives; then the
 * share of pictures without a crack that show a component of more than 50 px, of the folders named and of drawn ones.
 */
export async function benchStarter(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      data: { type: 'string', multiple: true },
      empty: { type: 'string', multiple: true },
      drawn: { type: 'string', default: '200' },
    },
  });
  const signal = AbortSignal.timeout(2 ** 31 - 1);
  const predictor = await openPredictor({ model: positionals[0], device: 'cpu', spawnWorker: forkWorker, signal });
  for (const dir of values.data ?? []) await score(dir, predictor);
  for (const dir of values.empty ?? []) await countAlarms(basename(dir), picturesOf(dir), predictor);
  if (values.drawn !== '0') await countAlarms('drawn', drawnEmpty(Number(values.drawn)), predictor);
  predictor.close();
}

async function score(dir: string, predictor: Predictor): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-starter-'));
  try {
    await copyPairs(dir, folder);
    const asked = { predictor, dir: folder, split: 'all', threshold, mode: 'tile' } as const;
    const { images, pooled, tolerant, oracle } = await evaluateSet(asked);
    report({
      ...{ set: basename(dir), images: images.length },
      ...rounded({ precision: pooled.precision, recall: pooled.recall, f1: pooled.f1 }),
      ...rounded({
        tolerant_precision: tolerant.precision,
        tolerant_recall: tolerant.recall,
        tolerant_f1: tolerant.f1,
      }),
      ...rounded({ best_f1: oracle.f1, best_threshold: oracle.threshold }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rounded(scores: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, round(value, 3)]));
}

async function* picturesOf(dir: string): AsyncGenerator<GrayImage> {
  for (const name of (await readdir(dir)).filter(name => /\.(png|jpe?g)$/i.test(name))) yield readGray(join(dir, name));
}

async function* drawnEmpty(count: number): AsyncGenerator<GrayImage> {
  for (let index = 0, drawn = 0; drawn < count; index++) {
    const { picture, labels } = drawPicture(DRAWN.size, DRAWN.seed, index);
    if (labels.length > 0) continue;
    drawn++;
    yield picture;
  }
}

async function countAlarms(set: string, pictures: AsyncIterable<GrayImage>, predictor: Predictor): Promise<void> {
  let [count, alarms] = [0, 0];
  for await (const picture of pictures) {
    const probability = await predictor.predict(picture, 'tile');
    const mask = Uint8Array.from(probability, value => (value > threshold ? 1 : 0));
    if (componentsOf(mask, picture.width, picture.height).some(({ pixels }) => pixels.length > ALARM)) alarms++;
    count++;
  }
  report({ empty: set, images: count, alarms, share: round(alarms / count, 3) });
}

import sharp from 'sharp';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { type FilePath, projectPath } from '../../node/project-path.ts';
import { type RunExamples, runExamplesSchema } from '../../shared/contract-training.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { ImageScore } from '../../shared/metrics/image-score.ts';
import { readText } from '../files/read.ts';
import { evaluateSet } from '../inspection/evaluate.ts';
import { drawOverlay, LABEL_COLOUR, PREDICTION_COLOUR } from '../inspection/overlay.ts';
import { maskOf } from '../inspection/predict-images.ts';
import { readPair } from '../inspection/score-images.ts';
import { openPredictor, type Predictor } from '../jobs/predictor.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';

export interface ExamplesOptions {
  readonly runDir: FilePath;
  /** The training folder, whose val images are judged. */
  readonly dataDir: FilePath;
  /** The epoch of the model, should its file not say. */
  readonly epoch: number;
  readonly spawnWorker: SpawnWorker;
  readonly signal: AbortSignal;
}

/** How many of each are shown. */
const COUNT = 3;
/** Side of a picture, px: enough for a strip on screen. */
const SIDE = 256;
const THRESHOLD = 0.5;

/**
 * Has the run's model judge the val images, and writes those with the worst and the best Dice into `examples/`, each twice
 * side by side: with its label, and with the prediction. On the CPU: the training may have the graphics card.
 * Returns the model's epoch: a training may have written a better one meanwhile. Throws a StudioError.
 */
export async function writeExamples(options: ExamplesOptions): Promise<number> {
  const { dataDir, spawnWorker, signal } = options;
  const runDir = projectPath(options.runDir);
  const model = runDir.join('model.onnx');
  const predictor = await openPredictor({ model, device: 'cpu', spawnWorker, signal });
  const epoch = Number(predictor.metadata.epoch ?? options.epoch);
  try {
    const evaluation = await evaluateSet({
      predictor,
      dir: dataDir,
      split: 'val',
      threshold: THRESHOLD,
      mode: 'trained',
    });
    const folder = runDir.join('examples');
    await makeFolder(folder);
    const { worst, best } = chooseExamples(evaluation.images, COUNT);
    const draw = async (kind: string, scores: readonly ImageScore[]) => {
      const drawn = [];
      for (const [i, { image, dice }] of scores.entries()) {
        const file = `${kind}-${i + 1}.png`;
        await writeFileAtomic(folder.join(file), await drawExample(predictor, dataDir, image));
        drawn.push({ image, dice, file });
      }
      return drawn;
    };
    const examples: RunExamples = { epoch, worst: await draw('worst', worst), best: await draw('best', best) };
    await writeFileAtomic(folder.join('examples.json'), `${JSON.stringify(examples, null, 2)}\n`);
    return epoch;
  } finally {
    predictor.close();
  }
}

/** The examples of a run, or null where there are none. */
export async function readExamples(runDir: FilePath): Promise<RunExamples | null> {
  try {
    return runExamplesSchema.parse(JSON.parse(await readText(projectPath(runDir).join('examples', 'examples.json'))));
  } catch {
    return null;
  }
}

/** The worst of all, and the best of the rest that show a crack: an empty image that is seen empty teaches nobody anything. */
export function chooseExamples(scores: readonly ImageScore[], count: number) {
  const byDice = [...scores].sort((a, b) => a.dice - b.dice);
  const worst = byDice.slice(0, count);
  const best = byDice
    .slice(count)
    .filter(({ counts }) => counts.tp + counts.fn > 0)
    .reverse();
  return { worst, best: best.slice(0, count) };
}

async function drawExample(predictor: Predictor, dataDir: FilePath, name: string): Promise<Buffer> {
  const { image, mask } = await readPair(dataDir, name);
  const predicted = maskOf(await predictor.predict(image, 'trained'), image, THRESHOLD);
  const [label, prediction] = await Promise.all([
    shrunk(drawOverlay(image, mask, LABEL_COLOUR)),
    shrunk(drawOverlay(image, predicted, PREDICTION_COLOUR)),
  ]);
  const { width, height } = label.info;
  const gap = 4;
  return sharp({ create: { width: 2 * width + gap, height, channels: 4, background: '#0000' } })
    .composite([
      { input: label.data, left: 0, top: 0 },
      { input: prediction.data, left: width + gap, top: 0 },
    ])
    .png()
    .toBuffer();
}

function shrunk({ data, width, height }: RgbImage) {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer({ resolveWithObject: true });
}

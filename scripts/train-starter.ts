/**
 * Trains the starting model on drawn pictures alone. The same seed gives the same model on one machine. Three quarters of the steps are
 * on small pictures, four of which cost what a large one does. `--bias` is added to the last convolution's, so that 0.5 is a
 * sensible threshold.
 */
import { parseArgs } from 'node:util';
import { writeFileAtomic } from '../src/node/atomic-file.ts';
import { trainingConfigSchema } from '../src/shared/schemas/training.ts';
import { drawPicture, maskOf } from '../src/shared/synthesise/draw-picture.ts';
import { widened } from '../src/shared/synthesise/widened.ts';
import { encodeNetwork } from '../src/workers/nn/inference-model.ts';
import { initialState } from '../src/workers/nn/init.ts';
import { parameterCatalogue } from '../src/workers/nn/parameters.ts';
import { tensorsOf } from '../src/workers/nn/tensors.ts';
import type { TrainingState } from '../src/workers/nn/trainer.ts';
import { createTrainer } from '../src/workers/runtime/create-trainer.ts';
import { describeModel } from '../src/workers/training/checkpoint.ts';
import { trainerRecipe } from '../src/workers/training/recipe.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '788' },
    out: { type: 'string', default: 'assets/models/starter.onnx' },
    bias: { type: 'string', default: '1.6' },
  },
});
const [seed, steps] = [Number(values.seed), Number(values.steps)];

const NETWORK = { base: 16, encoder: 'plain' } as const;
/** Sides of the pictures, px, how many a step has, and from which part of the training on. */
const STAGES = [
  { size: 128, batch: 8, from: 0 },
  { size: 256, batch: 2, from: 0.75 },
] as const;
const RECIPE = { ...NETWORK, lr: 2e-3, weightDecay: 0.01, clipNorm: 10, ema: 0.99, dice: 'batch' } as const;
const WARMUP = 100;
/** People mark a crack about so much wider than it is, and never thinner, px. */
const MARGIN = { wider: 1.8, least: 3 };
/** The mask's index of what it learns: cracks alone, not pits and spalls. */
const CRACK = 1;

/** Half a cosine from the rate to nothing, after a warm-up. */
function rateAt(step: number): number {
  return RECIPE.lr * Math.min(1, (step + 1) / WARMUP) * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
}

/** Drawn pictures as a trainer takes them: x in 0..1 and y in {0, 1}, [count, 1, side, side]. */
function drawBatch(first: number, count: number, side: number) {
  const [x, y] = [new Float32Array(count * side * side), new Float32Array(count * side * side)];
  for (let i = 0; i < count; i++) {
    const drawn = drawPicture({ width: side, height: side }, seed, first + i);
    const mask = maskOf({ ...drawn, labels: drawn.labels.map(label => widened(label, MARGIN)) });
    const start = i * side * side;
    for (let k = 0; k < side * side; k++) {
      x[start + k] = drawn.picture.data[k] / 255;
      y[start + k] = mask.data[k] === CRACK ? 1 : 0;
    }
  }
  return { x, y };
}

function encoded(trained: TrainingState): Uint8Array {
  const { params, running } = trained.average ?? trained;
  const { offset } = parameterCatalogue(NETWORK).findLast(({ kind }) => kind === 'trainable')!;
  const shifted = Float32Array.from(params);
  shifted[offset] += Number(values.bias);
  const facts = { ...NETWORK, size: 256, input: 'tile', epoch: 1, valDice: 0, steps } as const;
  // There were no epochs, and no val pictures: what was measured stands in the card.
  const { epoch: _, val_dice: __, ...described } = describeModel(facts);
  const metadata = { ...described, precision: 'float16' };
  return encodeNetwork(tensorsOf(NETWORK, { trainable: shifted, running }), metadata, { half: true });
}

let state = initialState(NETWORK, seed);
let drawn = 0;
for (const [i, { size, batch, from }] of STAGES.entries()) {
  const [first, end] = [Math.round(from * steps), Math.round((STAGES[i + 1]?.from ?? 1) * steps)];
  const recipe = trainerRecipe(trainingConfigSchema.parse({ ...RECIPE, size, batch }));
  const trainer = await createTrainer({ ...recipe, device: 'cpu', threads: 1, state });
  let loss = 0;
  for (let step = first; step < end; step++, drawn += batch) {
    const { x, y } = drawBatch(drawn, batch, size);
    loss += await trainer.step(x, y, batch, rateAt(step));
    if (step % 50 !== 49) continue;
    process.stdout.write(`${JSON.stringify({ step: step + 1, pictures: drawn + batch, loss: loss / 50 })}\n`);
    loss = 0;
    await writeFileAtomic(values.out, encoded(await trainer.readState()));
  }
  state = await trainer.readState();
  await trainer.release();
}
await writeFileAtomic(values.out, encoded(state));

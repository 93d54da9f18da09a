/** Trains a tiny network on the device named, with every part of the loss and weight decay, in micro-batches, and prints what came of it as JSON. */
import { REFERENCE_LOSS } from '../../../src/workers/nn/losses/segmentation-loss.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { goldenBatch, goldenState } from '../nn/golden.ts';

const device = process.argv[2] === 'webgpu' ? 'webgpu' : 'cpu';
const [base, size] = [2, 16];
const trainer = await createTrainer({
  ...{ device, base, height: size, width: size, batch: 2, microBatch: 1, lr: 1e-3, threads: 1 },
  ...{ weightDecay: 0.1, clipNorm: 0.5, ema: 0.5 },
  loss: { ...REFERENCE_LOSS, lossFocal: 1, lossTversky: 0.5 },
  state: goldenState({ base }),
});
const losses: number[] = [];
for (const [step, count] of [1, 2].entries()) {
  const { x, y } = goldenBatch(step, count, size);
  losses.push(await trainer.step(x, y, count));
}
const { x, y } = goldenBatch(9, 2, size);
const validation = (await trainer.validate(x, y, 2)).loss;
const { params, step } = await trainer.readState();
await trainer.release();
console.log(JSON.stringify({ losses, validation, step, params: Math.hypot(...params) }));

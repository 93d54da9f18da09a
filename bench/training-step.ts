/** Times training steps on random data in this process: BATCH SIZE BASE THREADS STEPS DEVICE ENCODER. One step warms up. */
import { Random } from '../src/shared/random.ts';
import { initialState } from '../src/workers/nn/init.ts';
import { createTrainer } from '../src/workers/runtime/create-trainer.ts';

const [batch, size, base, threads, steps] = process.argv.slice(2, 7).map(Number);
const device = process.argv[7] === 'webgpu' ? 'webgpu' : 'cpu';
const network = { base, encoder: process.argv[8] === 'resnet34' ? 'resnet34' : 'plain' } as const;
const random = new Random(1);
const x = Float32Array.from({ length: batch * size * size }, () => random.uniform());
const y = x.map(() => (random.chance(0.05) ? 1 : 0));
const trainer = await createTrainer({
  ...{ ...network, device, height: size, width: size, batch, microBatch: batch, threads, lr: 1e-3 },
  state: initialState(network, 1),
});
const times: number[] = [];
for (let step = 0; step <= steps; step++) {
  const start = performance.now();
  await trainer.step(x, y, batch);
  if (step > 0) times.push((performance.now() - start) / 1000);
}
times.sort((a, b) => a - b);
await trainer.release();
const peak_mib = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ step_s: times[Math.floor(times.length / 2)], peak_mib })}\n`);

import { Random } from '../../shared/random.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { initialState } from '../nn/init.ts';
import { failedEvent, openPort } from '../port.ts';
import { createTrainer } from '../runtime/create-trainer.ts';

/** A worker that times one small training step and ends. */
const port = openPort<'measure'>();

port.onRequest(async ({ device }) => {
  try {
    port.send({ kind: 'measured', milliseconds: await timeStep(device) });
  } catch (error) {
    port.send(failedEvent(error));
  }
  port.close();
});

/** Small enough for a second on a slow CPU, large enough that arithmetic and not the launch of kernels is timed. */
const TEST = { base: 16, height: 128, width: 128, batch: 2 };

/** The time of one step in ms: the best of three after one that compiles and allocates. */
async function timeStep(device: Device): Promise<number> {
  const random = new Random(0);
  const trainer = await createTrainer({ device, ...TEST, lr: 1e-3, state: initialState(TEST, 0) });
  const x = Float32Array.from({ length: TEST.batch * TEST.height * TEST.width }, () => random.uniform());
  const y = x.map(value => (value > 0.9 ? 1 : 0));
  await trainer.step(x, y, TEST.batch);
  const times = [];
  for (let i = 0; i < 3; i++) {
    const started = performance.now();
    await trainer.step(x, y, TEST.batch);
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}

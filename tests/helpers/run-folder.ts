import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeRunConfig } from '../../src/main/layout/run-config.ts';
import { trainingConfigSchema } from '../../src/shared/schemas/training.ts';
import { type TinyModelOptions, writeTinyModel } from './tiny-model.ts';

/** A run's folder as a training of `data` leaves it, with the tiny model for the trained one. Returns its path. */
export async function writeRun(
  run: string,
  data: string,
  settings: Readonly<Record<string, unknown>> = {},
  model: TinyModelOptions = {},
): Promise<string> {
  await mkdir(run, { recursive: true });
  const config = trainingConfigSchema.required().parse(trainingConfigSchema.parse(settings));
  await writeRunConfig(run, { ...config, data, out: join(run, '..'), started: new Date().toISOString() });
  await writeTinyModel(join(run, 'model.onnx'), model);
  return run;
}

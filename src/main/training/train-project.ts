import { basename } from 'node:path';
import { prepareInputSchema } from '../../shared/contract-dataset.ts';
import type { Publish } from '../../shared/emitter.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import type { ProjectDataset } from '../dataset/project-dataset.ts';
import { readLists } from '../dataset/split-lists.ts';
import type { RememberedDevice } from '../jobs/remembered-device.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import type { OpenProject } from '../project/open-project.ts';
import { ExampleWriter } from './example-writer.ts';
import { trainModel } from './train-model.ts';
import type { Train } from './training-session.ts';

export interface TrainingServices {
  readonly dataset: ProjectDataset;
  readonly device: RememberedDevice;
  readonly spawnWorker: SpawnWorker;
  readonly publish: Publish;
}

/** A training in a project: writes what is not yet written, makes the split where there is none, trains, and shows examples. */
export function trainProject(
  { folder, layout, labels }: OpenProject,
  config: TrainingConfig,
  { dataset, device, spawnWorker, publish }: TrainingServices,
  { resume, reasons }: { readonly resume?: string; readonly reasons?: readonly string[] | undefined },
): Train {
  const { training: dataDir, models: outDir } = layout;
  return async ({ signal, preparing, deviceChosen, onEvent }) => {
    const context = { signal, progress: preparing };
    // Masks and label documents follow the edits.
    await labels.flush();
    const { train, val } = await readLists(dataDir);
    if (!train?.length || !val) {
      await dataset.prepare(prepareInputSchema.parse({}), context);
    }
    const chosen = config.engine === 'onnx' && config.device === 'auto' ? await device(context) : undefined;
    if (chosen) deviceChosen(chosen.reason);
    const onDevice = { ...config, device: chosen?.chosen ?? config.device };
    const examplesOf = (runDir: string) =>
      new ExampleWriter({ runDir: outDir.join(basename(runDir)), dataDir, spawnWorker, signal }, () =>
        publish('training.examples', { project: folder, run: basename(runDir) }),
      );
    let examples: ExampleWriter | undefined;
    try {
      const outcome = await trainModel({
        ...{ dataDir, outDir, config: onDevice, reasons, resume, spawnWorker, signal },
        onEvent(event) {
          onEvent(event);
          if (event.kind === 'started') examples = examplesOf(event.runDir);
          if (event.kind === 'epoch' && event.best) examples?.improved(event.metrics.epoch, event.metrics.seconds);
        },
      });
      if (!outcome.stopped) await examples?.finish();
      return outcome;
    } finally {
      await examples?.end();
    }
  };
}

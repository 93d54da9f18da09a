import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StudioError } from '../../shared/errors.ts';
import type { InferenceRequest } from '../../shared/worker-protocol.ts';
import { type Limits, withinLimits } from '../limits.ts';
import { failedEvent, openPort } from '../port.ts';
import { loadModel, type Model } from './model.ts';
import { modelLimits } from './model-limits.ts';

const port = openPort<'inference'>();
/** The model, and what it may take for so many pixels at once. */
let loaded: { model: Model; limits: (pixels: number) => Limits } | undefined;

async function answer(request: InferenceRequest): Promise<void> {
  if (request.kind === 'load') {
    const { size = 0 } = await stat(request.model).catch((): Partial<Stats> => ({}));
    const limits = (pixels: number) => modelLimits(size, request.device, pixels);
    const model = await withinLimits(limits(0), () => loadModel(request.model, request.device));
    loaded = { model, limits };
    port.send({ kind: 'loaded', metadata: model.metadata });
    return;
  }
  if (!loaded) throw new StudioError('The inference process was asked to infer before a model was loaded.');
  const { model, limits } = loaded;
  const { seq, pixels, count, height, width } = request;
  const probability = await withinLimits(limits(pixels.length), () => model.infer(pixels, count, height, width));
  port.send({ kind: 'inferred', seq, probability });
}

// One request at a time, in order: sessions must not run concurrently.
let queue = Promise.resolve();
port.onRequest(request => {
  queue = queue
    .then(() => answer(request))
    .catch(error => {
      port.send(failedEvent(error));
      port.close();
    });
});

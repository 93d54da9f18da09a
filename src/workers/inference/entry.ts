import { StudioError } from '../../shared/errors.ts';
import type { InferenceRequest } from '../../shared/worker-protocol.ts';
import { failedEvent, openPort } from '../port.ts';
import { loadModel, type Model } from './model.ts';

const port = openPort<'inference'>();
let model: Model | undefined;

async function answer(request: InferenceRequest): Promise<void> {
  if (request.kind === 'load') {
    model = await loadModel(request.model, request.device);
    port.send({ kind: 'loaded', metadata: model.metadata });
    return;
  }
  if (!model) throw new StudioError('The inference process was asked to infer before a model was loaded.');
  const { seq, pixels, count, height, width } = request;
  port.send({ kind: 'inferred', seq, probability: await model.infer(pixels, count, height, width) });
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

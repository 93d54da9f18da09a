import { failedEvent, openPort } from '../port.ts';
import { loadTensorflow } from '../runtime/tensorflow/load.ts';
import { tensorflowTrainers } from '../runtime/tensorflow/trainer.ts';
import { runTraining } from './run-training.ts';

/** The training worker of the TensorFlow engine: says what it computes on (`probe`), or trains as `entry.ts` does. */
const port = openPort<'tensorflow'>();
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

port.onRequest(async request => {
  if (request.kind === 'stop') return stop.abort();
  try {
    const { tf, device, name } = loadTensorflow();
    if (request.kind === 'probe') port.send({ kind: 'loaded', device, name });
    else await runTraining({ ...request, device, createTrainer: tensorflowTrainers(tf) }, port.send, stop.signal);
  } catch (error) {
    port.send(failedEvent(error));
  }
  port.close();
});

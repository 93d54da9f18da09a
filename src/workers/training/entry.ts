import { failedEvent, openPort } from '../port.ts';
import { runTraining } from './run-training.ts';

/** The training worker: one `train` request, then events until `done` or `failed`; `stop` may come at any time. */
const port = openPort<'training'>();
const stop = new AbortController();
// A machine that shuts down tells every process: what was learned is kept.
process.on('SIGTERM', () => stop.abort());

port.onRequest(async request => {
  if (request.kind === 'stop') return stop.abort();
  try {
    await runTraining(request, port.send, stop.signal);
  } catch (error) {
    port.send(failedEvent(error));
  }
  port.close();
});

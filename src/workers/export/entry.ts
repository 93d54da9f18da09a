import { stat } from 'node:fs/promises';
import { modelLimits } from '../inference/model-limits.ts';
import { withinLimits } from '../limits.ts';
import { failedEvent, openPort } from '../port.ts';
import { exportModel } from './export-model.ts';

/** The export worker: one request, one answer. */
const port = openPort<'export'>();

port.onRequest(async ({ task }) => {
  try {
    const size = await stat(task.model).then(
      found => found.size,
      () => 0,
    );
    // It is read, written and read again, and both are computed.
    const { bytes, seconds } = modelLimits(size, 'cpu');
    port.send(await withinLimits({ bytes: 2 * bytes, seconds: 4 * seconds }, () => exportModel(task)));
  } catch (error) {
    port.send(failedEvent(error));
  }
  port.close();
});

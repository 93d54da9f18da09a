import { failedEvent, openPort } from '../port.ts';
import { exportModel } from './export-model.ts';

/** The export worker: one request, one answer. */
const port = openPort<'export'>();

port.onRequest(async ({ task }) => {
  try {
    port.send(await exportModel(task));
  } catch (error) {
    port.send(failedEvent(error));
  }
  port.close();
});

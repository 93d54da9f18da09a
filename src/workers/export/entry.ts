import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportEvent, ExportRequest } from '../../shared/worker-protocol.ts';
import { modelLimits } from '../inference/model-limits.ts';
import { withinLimits } from '../limits.ts';
import { failedEvent, openPort } from '../port.ts';
import { CHECKPOINT_NAME } from '../training/checkpoint.ts';
import { adoptCheckpoint } from './adopt.ts';
import { exportModel } from './export-model.ts';

/** The export worker: one request, one answer. */
const port = openPort<'export'>();

port.onRequest(async request => {
  try {
    const model = request.kind === 'export' ? request.task.model : join(request.adoption.runDir, CHECKPOINT_NAME);
    const size = await stat(model).then(
      found => found.size,
      () => 0,
    );
    // It is read, written and read again, and both are computed.
    const { bytes, seconds } = modelLimits(size, 'cpu');
    const limits = { bytes: 2 * bytes, seconds: 4 * seconds };
    port.send(await withinLimits(limits, () => answerTo(request)));
  } catch (error) {
    port.send(failedEvent(error));
  }
  port.close();
});

async function answerTo(request: ExportRequest): Promise<ExportEvent> {
  if (request.kind === 'export') return exportModel(request.task);
  await adoptCheckpoint(request.adoption);
  return { kind: 'adopted' };
}

import { StudioError } from '../../shared/errors.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import type { TrainingEvent } from '../../shared/worker-protocol.ts';
import type { Trainer } from '../nn/trainer.ts';
import type { Position, Snapshot } from './snapshot.ts';
import type { SnapshotWriter } from './snapshot-writer.ts';
import { StateLost } from './sparing-trainer.ts';

/** The learning rate after a loss that was no number, beside the one before. */
const SMALLER = 0.1;

/** A loss that is no number any more. */
export class LossLost extends Error {
  override readonly name = 'LossLost';
}

/** Throws a `LossLost`; `where` ends the sentence "The loss became NaN in …". */
export function assertLoss(loss: number, where: string): void {
  if (!Number.isFinite(loss)) throw new LossLost(`The loss became ${loss} in ${where}`);
}

/** Does what leaves the weights as they are when it fails: what was learned up to then is kept, as far as the disk takes it. */
export async function keeping<T>(snapshots: SnapshotWriter, at: Position, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LossLost || error instanceof StateLost)) await snapshots.writeOrThrow(at).catch(() => {});
    throw error;
  }
}

interface Lifeline {
  config: TrainingConfig;
  trainer: Trainer;
  snapshots: SnapshotWriter;
  send(event: TrainingEvent): void;
  /** The last good state: what the run would be resumed from. */
  lastGood(): Promise<Snapshot>;
}

/**
 * Does a part of an epoch; a training that cannot go on from where it is goes back to the last good state instead. After a
 * loss that is no number it does so once, with a tenth of the learning rate: a second time ends the run, which can be
 * resumed with a tenth of that.
 *
 * @throws StudioError the second time, and what `work` throws for other reasons
 */
export async function orGoBack<T>(
  lifeline: Lifeline,
  at: Position,
  work: () => Promise<T>,
): Promise<{ value: T } | { back: Position }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof LossLost || error instanceof StateLost)) throw error;
    return { back: await goBack(lifeline, at, error) };
  }
}

async function goBack(lifeline: Lifeline, at: Position, error: LossLost | StateLost): Promise<Position> {
  const { trainer, snapshots, config, send } = lifeline;
  const good = await lifeline.lastGood();
  const lrScale = error instanceof LossLost ? rate(at.lrScale * SMALLER) : at.lrScale;
  const back = { ...good.position, lrScale };
  await trainer.writeState(good.state);
  await snapshots.write(back);
  const place = `epoch ${back.epoch}, step ${back.done.steps + 1}`;
  if (error instanceof StateLost) {
    send({ kind: 'note', text: `${error.message} The training goes on from ${place}.` });
    return back;
  }
  const lr = rate(config.lr * lrScale);
  if (at.lrScale < 1) {
    throw new StudioError(
      `${error.message}, although the learning rate was lowered to ${rate(config.lr * at.lrScale)} before: the best model is kept; resume the run to go on with ${lr}, or train anew with a smaller one.`,
    );
  }
  send({
    kind: 'note',
    text: `${error.message}: back to ${place}, from where it goes on with a learning rate of ${lr}.`,
  });
  return back;
}

/** A learning rate without the dust of its computation. */
function rate(lr: number): number {
  return Number(lr.toPrecision(6));
}

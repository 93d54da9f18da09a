import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingOutcome, TrainModelEvent } from '../main/training/train-model.ts';
import { assertNever } from '../shared/assert.ts';
import type { EpochMetrics } from '../shared/schemas/training.ts';
import type { Output, Progress } from './output.ts';

export interface TrainingPrinter {
  event(event: TrainModelEvent): void;
  done(outcome: TrainingOutcome): void;
  /** After a failure: how the run goes on, unless it failed before its first step, as it would again. */
  failed(): void;
  /** Takes the progress bar off the screen. */
  end(): void;
}

/** Prints a training as the reference program does, line for line; with `--json` one object an epoch. */
export function trainingPrinter(output: Output, planned: number): TrainingPrinter {
  let epochs = planned;
  let progress: Progress | undefined;
  let run: string | undefined;
  let hasTrained = false;
  const advance = (label: string, done: number, total: number) => {
    progress ??= output.progress(label, total);
    progress.update(done);
  };
  const end = () => {
    progress?.end();
    progress = undefined;
  };
  return {
    end,
    event(event) {
      switch (event.kind) {
        case 'preparing':
          advance('Preparing images', event.done, event.total);
          break;
        case 'started':
          end();
          run = event.runDir;
          output.note(`device: ${event.device} (${event.reason})\nrun: ${event.runDir}`);
          break;
        case 'step':
          hasTrained = true;
          advance(`Epoch ${epochOf(event.epoch, epochs)}`, event.step, event.steps);
          break;
        case 'replanned':
          end();
          output.note(`A step takes another time than was planned with: ${event.epochs} epochs fit.`);
          epochs = event.epochs;
          break;
        case 'note':
          output.note(event.text);
          break;
        case 'epoch':
          end();
          output.print(event.metrics, epochLine(event.metrics, epochs) + (event.best ? savedLine(event.metrics) : ''));
          break;
        default:
          assertNever(event);
      }
    },
    failed() {
      end();
      if (!hasTrained || run === undefined || !existsSync(join(run, 'state.safetensors'))) return;
      output.note(`What was learned is kept; go on with: studio train --resume ${run}`);
    },
    done({ runDir, bestDice, bestEpoch, stopped }) {
      const kept = `the best checkpoint is of epoch ${bestEpoch} (val_dice=${bestDice.toFixed(4)}), in ${runDir}`;
      if (stopped && bestEpoch > 0) output.note(`Stopped; ${kept}.\nGo on with: studio train --resume ${runDir}`);
      else if (stopped) output.note('Stopped before anything was learned.');
      else output.print({ run: runDir, best_epoch: bestEpoch, val_dice: bestDice }, '[DONE] Training complete.');
    },
  };
}

function savedLine({ va_dice }: EpochMetrics): string {
  return `\n  [SAVE] best updated: val_dice=${va_dice.toFixed(4)}`;
}

/**
 * The reference program's line, letter for letter; behind it the share of time that went by without a batch to train on, and
 * each class's Dice where classes are told apart.
 */
export function epochLine(m: EpochMetrics, epochs: number): string {
  return (
    `Epoch ${epochOf(m.epoch, epochs)} | tr_loss=${m.tr_loss.toFixed(4)} va_loss=${m.va_loss.toFixed(4)} ` +
    `va_dice=${m.va_dice.toFixed(4)} va_iou=${m.va_iou.toFixed(4)} time=${m.seconds.toFixed(1)}s ` +
    `data_wait=${(100 * m.data_wait).toFixed(1)}%${byClass(m)}`
  );
}

function byClass({ va_dice_by_class: dice = {} }: EpochMetrics): string {
  const classes = Object.entries(dice).map(([name, value]) => ` ${name}=${value.toFixed(4)}`);
  return classes.length > 0 ? ` |${classes.join('')}` : '';
}

function epochOf(epoch: number, epochs: number): string {
  return `${String(epoch).padStart(2, '0')}/${String(epochs).padStart(2, '0')}`;
}

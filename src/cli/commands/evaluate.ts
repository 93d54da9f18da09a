import { Command, Option } from 'commander';
import type { EvaluatedSplit, Evaluation } from '../../main/inspection/evaluate.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { argumentOrVariable } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { type Output, outputOf, type Progress, plainTable } from '../output.ts';
import { inferenceOptions } from './predict.ts';

interface Flags {
  split: EvaluatedSplit;
  threshold: number;
  mode: 'resize' | 'tile';
  device: Device;
}

/** `studio evaluate MODEL DIR`: how well a model finds the cracks of a labelled folder. */
export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('score a model on a labelled folder, counted at native resolution')
    .argument('<model>', 'model.onnx of a training run')
    .argument('[dir]', 'images/, masks/, splits/ (or FMVS_TRAIN_DATA_DIR, or ./data/dl_train)')
    .addOption(
      new Option('--split <name>', 'which images').choices(['val', 'train', 'all']).default('val' as EvaluatedSplit),
    );
  for (const option of inferenceOptions()) command.addOption(option);
  return command.action(async (model: string, folder: string | undefined, flags: Flags) => {
    const { openPredictor } = await import('../../main/jobs/prediction-job.ts');
    const { forkWorker } = await import('../../main/jobs/worker-host.ts');
    const { evaluateSet } = await import('../../main/inspection/evaluate.ts');
    const dir = argumentOrVariable(folder, 'The labelled folder', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
    const output = outputOf(command);
    const { device } = flags;
    const predictor = await openPredictor({ model, device, spawnWorker: forkWorker, signal: interruption() });
    let progress: Progress | undefined;
    const evaluation = await evaluateSet({
      predictor,
      dir,
      ...flags,
      onImage: ({ image, dice, iou, counts }, done, total) => {
        progress ??= output.progress('evaluate', total);
        progress.update(done);
        output.report({ image, dice, iou, ...counts });
      },
      onFailure: line => output.note(`error: ${line}`),
    }).finally(() => {
      progress?.end();
      predictor.close();
    });
    report(output, evaluation, flags);
    if (evaluation.failed > 0) {
      throw new StudioError(`${evaluation.failed} images could not be counted; see the lines above.`);
    }
  });
}

function report(output: Output, evaluation: Evaluation, { split, threshold, mode }: Flags): void {
  const { images, pooled, oracle, meanDice, meanIou, failed } = evaluation;
  output.report(
    {
      split,
      images: images.length,
      failed,
      resolution: 'native',
      mode,
      threshold,
      ...pooled,
      mean_dice: meanDice,
      mean_iou: meanIou,
      oracle_f1: oracle.f1,
      oracle_threshold: oracle.threshold,
    },
    [
      imageTable(evaluation),
      `${images.length} images of split "${split}", mode ${mode}, counted at native resolution (masks as they are), threshold ${threshold}`,
      scoreTable(evaluation),
    ].join('\n'),
  );
}

const score = (value: number) => value.toFixed(4);

function imageTable({ images }: Evaluation): string {
  const table = plainTable(['image', 'Dice', 'IoU']);
  for (const { image, dice, iou } of images) table.push([image, score(dice), score(iou)]);
  return table.toString();
}

function scoreTable({ pooled, oracle, meanDice, meanIou }: Evaluation): string {
  const table = plainTable();
  table.push(
    ['pooled precision', score(pooled.precision)],
    ['pooled recall', score(pooled.recall)],
    ['pooled F1', score(pooled.f1)],
    ['pooled crack IoU', score(pooled.iou)],
    ['mean Dice per image', score(meanDice)],
    ['mean IoU per image', score(meanIou)],
    [`best-threshold F1 (oracle, at ${oracle.threshold})`, score(oracle.f1)],
  );
  return table.toString();
}

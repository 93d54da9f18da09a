import { Command, Option } from 'commander';
import type { EvaluatedSplit } from '../../main/inspection/evaluate.ts';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { argumentOrVariable, folder } from '../arguments.ts';
import { evaluationText } from '../evaluation-text.ts';
import { interruption } from '../interruption.ts';
import { outputOf, type Progress } from '../output.ts';
import { inferenceOptions, viewsOption } from './predict.ts';

interface Flags {
  split: EvaluatedSplit;
  threshold: number;
  mode: PredictionMode;
  device: Device;
  out?: string;
  images?: true;
  tta?: true;
}

/** `studio evaluate MODEL DIR`: how well a model finds the cracks of a labelled folder. */
export function evaluateCommand(): Command {
  const command = new Command()
    .description('score a model on a labelled folder, counted at native resolution')
    .argument('<model>', 'model.onnx of a training run, or starter: the one that the studio brings along')
    .argument('[dir]', 'images/, masks/, splits/ (or FMVS_TRAIN_DATA_DIR, or ./data/dl_train)')
    .addOption(
      new Option('--split <name>', 'which images').choices(['val', 'train', 'all']).default('val' as EvaluatedSplit),
    )
    .option('--images', 'print the scores of every image, not of the worst alone')
    .option('--out <dir>', 'gets evaluation.json, report.md and curve.svg', folder('--out'));
  for (const option of [...inferenceOptions(), viewsOption()]) command.addOption(option);
  return command.action(async (model: string, data: string | undefined, flags: Flags) => {
    const { modeIn, openPredictor } = await import('../../main/jobs/predictor.ts');
    const { inAllViews } = await import('../../main/jobs/all-views.ts');
    const { forkWorker } = await import('../../main/jobs/worker-host.ts');
    const { evaluateSet } = await import('../../main/inspection/evaluate.ts');
    const { evaluationRecord, imageRecord } = await import('../../main/inspection/evaluation-record.ts');
    const dir = argumentOrVariable(data, 'The labelled folder', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
    const output = outputOf(command);
    const { device } = flags;
    const opened = await openPredictor({ model, device, spawnWorker: forkWorker, signal: interruption() });
    const predictor = flags.tta ? inAllViews(opened) : opened;
    const evaluated = { ...flags, mode: modeIn(flags.mode, predictor.inputMode) };
    let progress: Progress | undefined;
    const evaluation = await evaluateSet({
      predictor,
      dir,
      ...evaluated,
      byClass: true,
      onImage: (score, done, total) => {
        progress ??= output.progress('evaluate', total);
        progress.update(done);
        output.print(imageRecord(score));
      },
      onFailure: line => output.note(`error: ${line}`),
    }).finally(() => {
      progress?.end();
      predictor.close();
    });
    output.print(evaluationRecord(evaluation, evaluated), evaluationText(evaluation, evaluated));
    if (flags.out !== undefined) {
      const { writeEvaluation } = await import('../../main/inspection/evaluation-report.ts');
      await writeEvaluation({ evaluation, model, data: dir, ...evaluated, out: flags.out });
      output.note(`Written to ${flags.out}: evaluation.json, report.md, curve.svg.`);
    }
    if (evaluation.failed > 0) {
      throw new StudioError(`${evaluation.failed} images could not be counted; see the lines above.`);
    }
  });
}

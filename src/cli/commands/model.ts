import { Command } from 'commander';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

/** `studio model MODEL`: what a model's file says of itself; one that is no crack model is refused. */
export function modelCommand(): Command {
  return new Command()
    .description('load a model and say what it is')
    .argument('<model>', 'model.onnx of a training run, or starter: the one that the studio brings along')
    .action(async (model: string, _flags: object, command: Command) => {
      const { openPredictor } = await import('../../main/jobs/predictor.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const { modelFacts } = await import('../../main/inspection/model-facts.ts');
      const predictor = await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker, signal: interruption() });
      const { path, epoch, valDice, inputSize, inputMode, classes } = modelFacts(model, predictor);
      predictor.close();
      outputOf(command).print(
        { model: path, epoch, val_dice: valDice, input_size: inputSize, input_mode: inputMode, classes },
        [
          `trained at   ${inputSize} px, ${inputMode === 'tile' ? 'on crops at native resolution' : 'on whole images'}`,
          `epoch        ${epoch ?? 'not said'}`,
          `val Dice     ${valDice?.toFixed(4) ?? 'not said'}`,
          `classes      ${classes.join(', ') || 'crack'}`,
        ].join('\n'),
      );
    });
}

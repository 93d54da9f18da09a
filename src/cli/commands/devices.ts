import { Command } from 'commander';
import { outputOf } from '../output.ts';

/** `studio devices`: what can train here, how fast one small step is on each, which one `auto` takes, and what reads videos. */
export function devicesCommand(): Command {
  return new Command()
    .description('measure what can train here, and say which device is chosen and why')
    .action(async (_flags: object, command: Command) => {
      const { chooseDevice } = await import('../../main/jobs/devices.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const { findPytorch } = await import('../../main/jobs/pytorch/find-pytorch.ts');
      const { findTensorflow } = await import('../../main/jobs/tensorflow.ts');
      const { describeFfmpeg } = await import('../../main/media/ffmpeg-path.ts');
      const output = outputOf(command);
      const { measurements, chosen, reason } = await chooseDevice(forkWorker);
      for (const measurement of measurements) {
        const { device, name } = measurement;
        const found = measurement.usable
          ? `${measurement.milliseconds.toFixed(1)} ms a step`
          : `not usable: ${measurement.reason}`;
        output.print(
          { ...measurement, chosen: device === chosen },
          `${device === chosen ? '*' : ' '} ${device.padEnd(7)} ${name}: ${found}`,
        );
      }
      const pytorch = await findPytorch();
      output.print(
        { engine: 'pytorch', ...pytorch },
        `  --engine pytorch: ${pytorch.usable ? `${pytorch.name} (${pytorch.python})` : pytorch.reason}`,
      );
      const tensorflow = await findTensorflow(forkWorker);
      output.print(
        { engine: 'tensorflow', experimental: true, ...tensorflow },
        `  --engine tensorflow (experimental): ${tensorflow.usable ? tensorflow.name : tensorflow.reason}`,
      );
      output.print({ chosen, reason }, `Chosen: ${chosen} (${reason})`);
      const ffmpeg = await describeFfmpeg();
      output.print({ ffmpeg }, `Video: ${ffmpeg.found ? ffmpeg.path : ffmpeg.problem}`);
    });
}

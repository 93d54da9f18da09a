import packageJson from '../../../package.json' with { type: 'json' };
import type { Handlers } from '../../shared/contract.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { RememberedDevice } from '../jobs/remembered-device.ts';
import type { RememberedTensorflow } from '../jobs/tensorflow.ts';
import { describeFfmpeg } from '../media/ffmpeg-path.ts';

export interface MachineCallsOptions {
  readonly device: RememberedDevice;
  readonly tensorflow: RememberedTensorflow;
  readonly jobs: Jobs;
}

type MachineCalls = Pick<Handlers, Extract<keyof Handlers, `machine.${string}` | `devices.${string}`>>;

/** The calls about the machine that the studio runs on. */
export function createMachineCalls({ device, tensorflow, jobs }: MachineCallsOptions): MachineCalls {
  return {
    'machine.describe': async () => ({ version: packageJson.version, ffmpeg: await describeFfmpeg() }),
    'devices.choose': ({ job }) =>
      jobs.run(job, async context => {
        const { chosen, reason } = await device(context);
        return { chosen, reason };
      }),
    'devices.list': ({ job }) =>
      jobs.run(job, async context => {
        const { measurements, ...choice } = await device(context);
        return { devices: measurements, ...choice, tensorflow: await tensorflow() };
      }),
  };
}

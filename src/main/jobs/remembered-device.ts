import { Serial } from '../files/serial.ts';
import { chooseDevice, type DeviceChoice } from './devices.ts';
import type { JobContext } from './jobs.ts';
import type { SpawnWorker } from './worker-host.ts';

/** Chooses the device on first demand. Throws a StudioError, or the signal's reason. */
export type RememberedDevice = (context: JobContext) => Promise<DeviceChoice>;

/** Times the devices once: what a machine has does not change while the studio runs. A choice that failed is made again. */
export function rememberDevice(spawnWorker: SpawnWorker): RememberedDevice {
  // Who asks while it is being timed waits for the same answer: two at once would slow each other down.
  const turns = new Serial();
  let choice: DeviceChoice | undefined;
  return ({ signal, progress }) =>
    turns.run(async () => {
      choice ??= await chooseDevice(spawnWorker, signal, progress);
      return choice;
    });
}

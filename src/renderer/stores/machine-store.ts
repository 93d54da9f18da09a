import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';
import type { Output } from '../../shared/contract.ts';
import { oneLine } from '../../shared/errors.ts';
import type { JobsStore } from './jobs-store.ts';

/** What this machine can do; each part is undefined until it is known. */
export interface MachineStore {
  readonly machine: Output<'machine.describe'> | undefined;
  readonly device: Output<'devices.choose'> | undefined;
  /** Why a part will not be known. */
  readonly machineProblem: string | undefined;
  readonly deviceProblem: string | undefined;
  /** Finds out what is not known yet. Measuring the devices takes seconds, so it is done once a page. */
  look(): Promise<void>;
}

export function createMachineStore({ call }: Client, jobs: StoreApi<JobsStore>): StoreApi<MachineStore> {
  let looking: Promise<unknown> | undefined;
  return createStore<MachineStore>()(set => {
    const describe = () =>
      call('machine.describe', {}).then(
        machine => set({ machine, machineProblem: undefined }),
        error => set({ machineProblem: oneLine(error) }),
      );
    const measure = () =>
      jobs
        .getState()
        .run('Timing the devices', job => call('devices.choose', { job }))
        .then(
          device => set({ device, deviceProblem: undefined }),
          error => set({ deviceProblem: oneLine(error) }),
        );
    return {
      machine: undefined,
      device: undefined,
      machineProblem: undefined,
      deviceProblem: undefined,
      async look() {
        looking ??= Promise.all([describe(), measure()]);
        await looking;
      },
    };
  });
}

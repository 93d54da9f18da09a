import type { Device } from '../shared/schemas/training.ts';
import type { Plan } from '../shared/training/plan.ts';
import { interruption } from './interruption.ts';
import { jobContext, type Output } from './output.ts';

/** Times this machine and plans a training of a prepared folder on it, on the device named or the fastest. Throws a StudioError. */
export async function planHere(dataDir: string, minutes: number, output: Output, device?: Device): Promise<Plan> {
  const { chooseDevice } = await import('../main/jobs/devices.ts');
  const { forkWorker } = await import('../main/jobs/worker-host.ts');
  const { readDataFacts } = await import('../main/training/data-facts.ts');
  const { planOn } = await import('../main/training/plan-training.ts');
  const facts = await readDataFacts(dataDir);
  const { context, end } = jobContext(output, interruption());
  const choice = await chooseDevice(forkWorker, context.signal, context.progress).finally(end);
  return planOn(choice, facts, minutes, device);
}

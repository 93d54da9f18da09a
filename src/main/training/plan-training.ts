import type { Device } from '../../shared/schemas/training.ts';
import { type DataFacts, type Plan, planTraining } from '../../shared/training/plan.ts';
import type { DeviceChoice } from '../jobs/devices.ts';

/** A plan for the device that was found fastest, or for the one named. */
export function planOn(choice: DeviceChoice, data: DataFacts, minutes: number, device: Device = choice.chosen): Plan {
  const measured = choice.measurements.find(measurement => measurement.device === device);
  const testStep = measured?.usable ? measured.milliseconds : undefined;
  return planTraining({ ...data, minutes, device, testStep });
}

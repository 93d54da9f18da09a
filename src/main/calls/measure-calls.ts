import type { Handlers } from '../../shared/contract.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ProjectMeasurements } from '../measure/project-measurements.ts';
import type { ProjectScales } from '../measure/project-scales.ts';

type MeasureCalls = Pick<Handlers, Extract<keyof Handlers, `measure.${string}` | `scale.${string}`>>;

/** The calls that measure cracks. */
export function createMeasureCalls(to: {
  scales: ProjectScales;
  measurements: ProjectMeasurements;
  jobs: Jobs;
}): MeasureCalls {
  const { scales, measurements, jobs } = to;
  return {
    'scale.read': ({ picture }) => scales.read(picture),
    'scale.save': ({ picture, source }) => scales.save(picture, source),
    'scale.markers': ({ image }) => scales.markers(image),
    'measure.inspection': ({ job, ...choices }) => jobs.run(job, context => measurements.inspection(choices, context)),
  };
}

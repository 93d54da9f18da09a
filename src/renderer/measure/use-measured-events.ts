import { useMemo } from 'react';
import type { InspectionId } from '../../shared/contract-inspections.ts';
import type { MeasurementRecord } from '../../shared/measure/measurements-document.ts';
import { useStudio } from '../app/studio-context.tsx';
import { type Newest, useNewest } from '../inspect/use-newest.ts';

export interface MeasuredEvents extends Pick<Newest<unknown>, 'loading' | 'problem' | 'again'> {
  /** By event; of those that are measured. */
  readonly of: ReadonlyMap<number, MeasurementRecord>;
  /** False where the video is gone, and widths are those of the mask alone. */
  readonly fromPicture: boolean;
}

/** What is measured of the events of an inspection. `file`: full path of its video, where it is known; it may take long then. */
export function useMeasuredEvents(id: InspectionId | undefined, file: string | undefined): MeasuredEvents {
  const { call, jobsStore } = useStudio();
  const key = id && JSON.stringify([id.video, id.time, file]);
  const { current, loading, problem, again } = useNewest(key, signal => {
    const { run, cancel } = jobsStore.getState();
    return run('Measuring', async job => {
      const leaveOff = () => void cancel(job).catch(() => {});
      signal.addEventListener('abort', leaveOff);
      try {
        return await call('measure.inspection', { ...id!, ...(file !== undefined && { file }), job });
      } finally {
        signal.removeEventListener('abort', leaveOff);
      }
    });
  });
  const of = useMemo(() => new Map(current?.measurements.map(each => [each.crack, each])), [current]);
  return { of, fromPicture: current?.fromPicture ?? true, loading, problem, again };
}

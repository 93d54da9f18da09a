import { useCallback } from 'react';
import type { InspectedModel } from '../../../shared/contract-inspect.ts';
import { USUAL_ASKING } from '../../app/asking-fields.tsx';
import { notify } from '../../app/notify.ts';
import { useStudio } from '../../app/studio-context.tsx';

/** Has a model label ahead all images that nobody has labelled, as a job that the status bar shows. Throws a StudioError. */
export function usePreLabelRest(): (model: InspectedModel, threshold?: number) => Promise<void> {
  const { call, jobsStore } = useStudio();
  return useCallback(
    async (model, threshold = USUAL_ASKING.threshold) => {
      const rest = await jobsStore
        .getState()
        .run('Labelling ahead', job => call('model.preLabel', { ...USUAL_ASKING, model, threshold, job }));
      notify(`The model made ${rest.labels} labels in ${rest.images} images: look at each.`);
      for (const problem of rest.problems) notify(problem);
    },
    [call, jobsStore],
  );
}

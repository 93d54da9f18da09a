import { useCallback } from 'react';
import { useStudio } from '../../app/studio-context.tsx';
import { loadGray } from '../../canvas/load-gray.ts';
import type { Ask } from './model-verbs.ts';

/** Asks a model about a training image, as a job that the status bar shows. */
export function useAsk(): Ask {
  const { call, jobsStore } = useStudio();
  return useCallback(
    async (model, image) => {
      const { run } = jobsStore.getState();
      const source = { kind: 'training' as const, image };
      const { classes: names } = await run('Loading the model', job => call('inspect.model', { model, job }));
      const said = await run('Predicting', job => call('inspect.predict', { model, source, mode: 'trained', job }));
      const probability = await loadGray(said.url);
      const classes = said.classesUrl === null ? null : (await loadGray(said.classesUrl)).data;
      return { image, probability, classes, names };
    },
    [call, jobsStore],
  );
}

import { useMemo } from 'react';
import type { InspectedModel, InspectedSource, PredictionMode } from '../../shared/contract-inspect.ts';
import { useStudio } from '../app/studio-context.tsx';
import { loadGray } from '../canvas/load-gray.ts';
import { histogramOf, type Said } from './overlay.ts';
import { type Newest, useNewest } from './use-newest.ts';
import type { Shown } from './use-picture.ts';

interface Answer {
  /** 0 to 255 a pixel of the picture's box. */
  readonly probability: Uint8Array;
  /** Of each pixel the likeliest class, should it be one, from 1; null where the model does not tell them apart. */
  readonly classes: Uint8Array | null;
  readonly width: number;
  readonly height: number;
  /** 0 to 1. */
  readonly highest: number;
  readonly milliseconds: number;
  /** Of what it was said. */
  readonly source: InspectedSource;
}

/** What a model says of the picture that is shown. */
export interface Prediction extends Omit<Answer, 'source'>, Said {
  readonly histogram: Uint32Array;
}

/** Asks a model about a source. Without either nothing is asked. */
export function usePrediction(
  model: InspectedModel | undefined,
  source: InspectedSource | undefined,
  mode: PredictionMode,
): Newest<Answer> {
  const { call, jobsStore } = useStudio();
  const { run, cancel } = jobsStore.getState();
  const question = model && source && { model, source, mode };
  return useNewest(question && JSON.stringify(question), async signal => {
    const { model, source, mode } = question!;
    const said = await run('Predicting', async job => {
      const leaveOff = () => void cancel(job).catch(() => {});
      signal.addEventListener('abort', leaveOff);
      try {
        return await call('inspect.predict', { model, source, mode, job });
      } finally {
        signal.removeEventListener('abort', leaveOff);
      }
    });
    const { data, width, height } = await loadGray(said.url);
    const classes = said.classesUrl === null ? null : (await loadGray(said.classesUrl)).data;
    const { highest, milliseconds } = said;
    return { probability: data, classes, width, height, highest, milliseconds, source };
  });
}

/** The prediction with what people marked beside it, once it is of the picture that is shown. */
export function useMatching(answer: Answer | undefined, shown: Shown | undefined): Prediction | undefined {
  return useMemo(() => {
    if (!answer || !shown || JSON.stringify(answer.source) !== JSON.stringify(shown.source)) return undefined;
    const truth = shown.truth?.length === answer.probability.length ? shown.truth : null;
    const said = { probability: answer.probability, classes: answer.classes, truth };
    return { ...answer, ...said, histogram: histogramOf(said) };
  }, [answer, shown]);
}

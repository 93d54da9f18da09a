import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { oneLine } from '../../shared/errors.ts';
import { useStudio } from '../app/studio-context.tsx';
import { loadGray } from './load-gray.ts';

/** What a model says of one image. */
export interface Prediction {
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly probability: Uint8Array;
  readonly truth: Uint8Array | null;
  /** 0 to 1. */
  readonly highest: number;
  readonly milliseconds: number;
}

export interface Asked {
  /** The last that came; undefined before the first. */
  readonly prediction: Prediction | undefined;
  /** Whether another is on its way. */
  readonly loading: boolean;
  readonly problem: string | undefined;
}

/** Asks a run's model about an image; what comes too late for either is dropped. */
export function usePrediction(run: string | undefined, image: string | undefined): Asked {
  const { call, jobsStore } = useStudio();
  const start = useStore(jobsStore, store => store.run);
  const [asked, setAsked] = useState<Asked>({ prediction: undefined, loading: true, problem: undefined });
  useEffect(() => {
    // The picture before stays until the next is there: going through images must not flicker.
    setAsked(({ prediction }) => ({ prediction, loading: true, problem: undefined }));
    if (run === undefined || image === undefined) return;
    let current = true;
    const predict = async (): Promise<Prediction> => {
      const said = await start('Predicting', job => call('inspect.predict', { run, image, job }));
      const { data, width, height } = await loadGray(said.url);
      const truth = said.maskUrl === null ? null : (await loadGray(said.maskUrl)).data;
      const { highest, milliseconds } = said;
      const fits = truth?.length === data.length;
      return { image, width, height, probability: data, truth: fits ? truth : null, highest, milliseconds };
    };
    predict().then(
      prediction => current && setAsked({ prediction, loading: false, problem: undefined }),
      error => current && setAsked({ prediction: undefined, loading: false, problem: oneLine(error) }),
    );
    return () => {
      current = false;
    };
  }, [run, image, call, start]);
  return asked;
}

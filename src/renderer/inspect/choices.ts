import { useCallback, useState } from 'react';
import type { InspectedModel } from '../../shared/contract-inspect.ts';
import type { InputMode } from '../../shared/model-usage.ts';
import { useProject } from '../app/studio-context.tsx';

/** What the user chose in this stage. Paths are full ones on the studio's machine. */
export interface Choices {
  readonly model: InspectedModel | null;
  /** Models opened from disk, the latest first. */
  readonly modelFiles: readonly string[];
  /** Pictures opened from disk, and folders of them. */
  readonly imagePaths: readonly string[];
  /** Key of the picture that is shown. */
  readonly image: string | null;
  /** Another input mode than the model's own, and the model (`keyOf`) for which it was chosen. */
  readonly other: { readonly model: string; readonly mode: InputMode } | null;
  /** 0 to 1. */
  readonly threshold: number;
  /** Whether a verdict sends the frame to the dataset. */
  readonly sendsVerdicts: boolean;
}

const NOTHING_YET: Choices = {
  model: null,
  modelFiles: [],
  imagePaths: [],
  image: null,
  other: null,
  threshold: 0.5,
  sendsVerdicts: true,
};

/** The choices, kept for this project in this browser: other machines have other paths. */
export function useChoices(): readonly [Choices, (change: Partial<Choices>) => void] {
  const { folder } = useProject();
  const key = `inspect ${folder}`;
  const [choices, setChoices] = useState<Choices>(() => ({
    ...NOTHING_YET,
    ...JSON.parse(localStorage.getItem(key) ?? '{}'),
  }));
  const change = useCallback(
    (part: Partial<Choices>) =>
      setChoices(before => {
        const after = { ...before, ...part };
        localStorage.setItem(key, JSON.stringify(after));
        return after;
      }),
    [key],
  );
  return [choices, change];
}

import { useEffect, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { InspectionId } from '../../../shared/contract-inspections.ts';
import { useStudio } from '../../app/studio-context.tsx';
import { useNewest } from '../use-newest.ts';

export interface ShownFrame {
  readonly frame: number;
  readonly ms: number;
}

export type Look = Output<'inspections.look'>;

export interface Looks {
  /** At the frame shown; undefined until it is known. */
  readonly look: Look | undefined;
  /** To the next frame that was looked at, or with -1 to the one before. */
  step(by: 1 | -1): void;
  /** From frame to frame that was looked at, until the last one or until it is asked for again. */
  play(): void;
}

/** As often as a person can take a frame in, ms. */
const PACE = 200;

/** What the model saw in the frame at which the review stands, and the way to its neighbours. */
export function useLook(
  id: InspectionId | undefined,
  frame: number | undefined,
  show: (to: ShownFrame) => void,
): Looks {
  const { call } = useStudio();
  const key = id && frame !== undefined ? JSON.stringify([id.video, id.time, frame]) : undefined;
  const { current: look } = useNewest(key, () => call('inspections.look', { ...id!, frame: frame! }));
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing || !look) return;
    if (!look.after) return setPlaying(false);
    const next = look.after;
    const timer = setTimeout(() => show(next), PACE);
    return () => clearTimeout(timer);
  }, [playing, look, show]);
  return {
    look,
    step(by) {
      setPlaying(false);
      const to = by > 0 ? look?.after : look?.before;
      if (to) show(to);
    },
    play: () => setPlaying(before => !before),
  };
}

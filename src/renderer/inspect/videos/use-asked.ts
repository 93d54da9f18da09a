import { useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { InspectionId } from '../../../shared/contract-inspections.ts';
import { useStudio } from '../../app/studio-context.tsx';
import { useNewest } from '../use-newest.ts';

export type AskedFrame = Output<'inspections.askNext'>['frames'][number];

export interface Asked {
  /** Undefined until they are known. */
  readonly list: readonly AskedFrame[] | undefined;
  readonly problem: string | undefined;
  readonly current: AskedFrame | undefined;
  choose(frame: number): void;
  go(by: 1 | -1): void;
}

/** The frames of an inspection that are worth labelling next, asked for once they are wanted. */
export function useAsked(id: InspectionId | undefined, isWanted: boolean): Asked {
  const { call } = useStudio();
  const [frame, choose] = useState<number>();
  const key = isWanted && id ? JSON.stringify([id.video, id.time]) : undefined;
  const { current: answer, problem } = useNewest(key, () => call('inspections.askNext', { ...id!, count: 20 }));
  const list = answer?.frames;
  const current = list?.find(asked => asked.frame === frame) ?? list?.[0];
  return {
    ...{ list, problem, current, choose },
    go(by) {
      const next = list?.[list.indexOf(current!) + by];
      if (next) choose(next.frame);
    },
  };
}

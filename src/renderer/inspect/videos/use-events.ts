import { useState } from 'react';
import type { InspectionId, ShownEvent } from '../../../shared/contract-inspections.ts';
import type { EventVerdict, GivenVerdict } from '../../../shared/schemas/inspection.ts';
import { attempt } from '../../app/notify.ts';
import { useStudio } from '../../app/studio-context.tsx';
import { useNewest } from '../use-newest.ts';

export interface Events {
  /** Undefined until they are known. */
  readonly list: readonly ShownEvent[] | undefined;
  readonly problem: string | undefined;
  readonly current: ShownEvent | undefined;
  choose(event: number): void;
  /** To the next event, or with -1 to the previous one. */
  go(by: 1 | -1): void;
  /** Says what the current event is; the same once more takes it back. */
  judge(verdict: EventVerdict): void;
  /** Keeps what the person has to say of the current event, which has a verdict. */
  remark(words: string): void;
}

/** The events of an inspection, one of them current, with the verdicts as they are given. */
export function useEvents(id: InspectionId | undefined): Events {
  const { call } = useStudio();
  const key = id && JSON.stringify([id.video, id.time]);
  const { answer, key: answered, problem } = useNewest(key, () => call('inspections.read', id!));
  const [place, setPlace] = useState({ key, event: 1 });
  const [given, setGiven] = useState<Readonly<Record<string, GivenVerdict | null>>>({});
  const nameOf = (event: number) => `${key} ${event}`;
  const events = key !== undefined && answered === key ? answer?.events : undefined;
  const list = events?.map(event => {
    const name = nameOf(event.id);
    return name in given ? { ...event, verdict: given[name] } : event;
  });
  const current = list?.find(event => place.key === key && event.id === place.event) ?? list?.[0];
  const keep = (verdict: EventVerdict | null, remark?: string) => {
    if (!id || !current) return;
    const said = { ...id, event: current.id, verdict, ...(remark !== undefined && { remark }) };
    attempt(async () => {
      const answer = await call('inspections.judge', said);
      setGiven(before => ({ ...before, [nameOf(current.id)]: answer.verdict }));
    });
  };
  const choose = (event: number) => setPlace({ key, event });
  return {
    ...{ list, problem, current, choose },
    go(by) {
      if (!list || !current) return;
      const next = list[list.indexOf(current) + by];
      if (next) choose(next.id);
    },
    judge: wanted => keep(current?.verdict?.verdict === wanted ? null : wanted),
    remark(words) {
      if (current?.verdict && words !== (current.verdict.remark ?? '')) keep(current.verdict.verdict, words);
    },
  };
}

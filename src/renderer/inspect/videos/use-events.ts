import { useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { InspectionId, ShownEvent } from '../../../shared/contract-inspections.ts';
import type { EventVerdict, GivenVerdict } from '../../../shared/schemas/inspection.ts';
import { attempt } from '../../app/notify.ts';
import { useStudio } from '../../app/studio-context.tsx';
import { useNewest } from '../use-newest.ts';
import { isShown, type ListOrder, sorted } from './list-order.ts';

export interface Events {
  /** All, in the order of the video; undefined until they are known. */
  readonly all: readonly ShownEvent[] | undefined;
  /** Those that are listed. */
  readonly list: readonly ShownEvent[] | undefined;
  readonly order: ListOrder;
  setOrder(change: Partial<ListOrder>): void;
  readonly curve: Output<'inspections.read'>['curve'];
  readonly problem: string | undefined;
  readonly current: ShownEvent | undefined;
  choose(event: number): void;
  /** To the next event of the list, or with -1 to the previous one. */
  go(by: 1 | -1): void;
  /** Says what the current event is; the same once more takes it back. */
  judge(verdict: EventVerdict): void;
  /** Keeps what the person has to say of the current event, which has a verdict. */
  remark(words: string): void;
}

const NO_CURVE: Events['curve'] = [];

/** The events of an inspection, one of them current, with the verdicts as they are given; `judged` is told of each. */
export function useEvents(id: InspectionId | undefined, judged: (event: number) => void): Events {
  const { call } = useStudio();
  const key = id && JSON.stringify([id.video, id.time]);
  const { current: read, problem } = useNewest(key, () => call('inspections.read', id!));
  const [place, setPlace] = useState({ key, event: 1 });
  const [given, setGiven] = useState<Readonly<Record<string, GivenVerdict | null>>>({});
  const [order, setOrder] = useState<ListOrder>({ sort: 'begin', shown: 'all' });
  const nameOf = (event: number) => `${key} ${event}`;
  const all = read?.events.map(event => {
    const name = nameOf(event.id);
    return name in given ? { ...event, verdict: given[name] } : event;
  });
  const ordered = all && sorted(all, order);
  const list = ordered?.filter(event => isShown(event, order));
  const current = ordered?.find(event => place.key === key && event.id === place.event) ?? list?.[0];
  const keep = (verdict: EventVerdict | null, remark?: string) => {
    if (!id || !current) return;
    const said = { ...id, event: current.id, verdict, ...(remark !== undefined && { remark }) };
    attempt(async () => {
      const answer = await call('inspections.judge', said);
      setGiven(before => ({ ...before, [nameOf(current.id)]: answer.verdict }));
      if (remark === undefined) judged(current.id);
    });
  };
  const choose = (event: number) => setPlace({ key, event });
  return {
    ...{ all, list, order, problem, current, choose, curve: read?.curve ?? NO_CURVE },
    setOrder: change => setOrder(before => ({ ...before, ...change })),
    go(by) {
      if (!ordered || !current) return;
      // A verdict may have taken the current one out of the list.
      const at = ordered.indexOf(current);
      const rest = by > 0 ? ordered.slice(at + 1) : ordered.slice(0, at).reverse();
      const next = rest.find(event => isShown(event, order));
      if (next) choose(next.id);
    },
    judge: wanted => keep(current?.verdict?.verdict === wanted ? null : wanted),
    remark(words) {
      if (current?.verdict && words !== (current.verdict.remark ?? '')) keep(current.verdict.verdict, words);
    },
  };
}

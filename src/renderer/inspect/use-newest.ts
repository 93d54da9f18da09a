import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { oneLine } from '../../shared/errors.ts';

export interface Newest<A> {
  /** The last that came; undefined before the first. */
  readonly answer: A | undefined;
  /** The answer to the question as it stands; undefined until that is there. */
  readonly current: A | undefined;
  /** Whether another is on its way. */
  readonly loading: boolean;
  /** Why the newest question has no answer, in one sentence. */
  readonly problem: string | undefined;
  /** Asks the same once more. */
  again(): void;
}

interface State<A> extends Omit<Newest<A>, 'current' | 'again'> {
  /** Of the question that was answered. */
  readonly key: string | undefined;
}

/**
 * Asks the newest question only, named by `key`: one at a time, and one that is out of date is told so by its signal. So
 * whoever holds a key sees as many answers as there is time for, and the last for certain. Without a key nothing is asked.
 */
export function useNewest<A>(key: string | undefined, ask: (signal: AbortSignal) => Promise<A>): Newest<A> {
  const [attempt, setAttempt] = useState(0);
  const [{ key: answered, ...state }, setState] = useState<State<A>>({
    answer: undefined,
    key: undefined,
    loading: false,
    problem: undefined,
  });
  const latest = useRef(ask);
  latest.current = ask;
  const line = useRef<Promise<unknown>>(Promise.resolve());
  // Another attempt at the same key is another question.
  const question = useMemo(() => ({ key, attempt }), [key, attempt]);
  useEffect(() => {
    const { key } = question;
    if (key === undefined) {
      setState(before => ({ ...before, loading: false, problem: undefined }));
      return;
    }
    const outdated = new AbortController();
    // The answer before stays until the next is there: going through pictures must not flicker.
    setState(before => ({ ...before, loading: true, problem: undefined }));
    line.current = line.current.then(async () => {
      if (outdated.signal.aborted) return;
      const end = await latest.current(outdated.signal).then(
        answer => ({ answer, key, loading: false, problem: undefined }),
        error => ({ answer: undefined, key: undefined, loading: false, problem: oneLine(error) }),
      );
      if (!outdated.signal.aborted) setState(end);
    });
    return () => outdated.abort();
  }, [question]);
  const again = useCallback(() => setAttempt(count => count + 1), []);
  return { ...state, current: answered === key ? state.answer : undefined, again };
}

import { useEffect } from 'react';
import { noteItem, readAddress } from '../app/go-to-stage.ts';
import type { Models } from './use-models.ts';

/** A run that another stage sent the user to look with stands in the address; it is taken from there once. */
export function useSentRun({ runs, choose }: Models): void {
  useEffect(() => {
    const { item } = readAddress(window.location.hash);
    if (item === undefined) return;
    noteItem('inspect');
    if (runs.some(({ name }) => name === item)) choose({ kind: 'run', run: item });
  }, [runs, choose]);
}

import type { InspectedSource } from '../../shared/contract-inspect.ts';
import { useStudio } from '../app/studio-context.tsx';
import { useNewest } from './use-newest.ts';

/**
 * Where to find what the model is given of a source's box, gray and as small as that is; undefined until it is there.
 * `side`: of the square that it is squeezed into, px; null at its own size. Without a source nothing is asked.
 */
export function useSeen(source: InspectedSource | undefined, side: number | null): string | undefined {
  const { call } = useStudio();
  const key = source && JSON.stringify({ source, side });
  return useNewest(key, () => call('inspect.input', { source: source!, side })).current?.url;
}

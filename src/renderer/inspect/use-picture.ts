import type { Output } from '../../shared/contract.ts';
import type { InspectedSource } from '../../shared/contract-inspect.ts';
import { useStudio } from '../app/studio-context.tsx';
import { loadGray } from './load-gray.ts';
import { type Newest, useNewest } from './use-newest.ts';

/** A source on the screen. */
export interface Shown extends Output<'inspect.picture'> {
  /** Names the source. */
  readonly source: string;
  /** What people marked in the box, more than 0 where there is crack; null when nobody has. */
  readonly truth: Uint8Array | null;
}

/** Loads a source's picture and mask; without waiting for any model. */
export function usePicture(source: InspectedSource | undefined): Newest<Shown> {
  const { call } = useStudio();
  const key = source && JSON.stringify(source);
  return useNewest(key, async () => {
    const picture = await call('inspect.picture', { source: source! });
    const { url, maskUrl } = picture;
    const [mask] = await Promise.all([maskUrl === null ? null : loadGray(maskUrl), decoded(url)]);
    return { ...picture, source: key!, truth: mask ? mask.data : null };
  });
}

/** Waits until the browser can show a picture at once. */
async function decoded(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => {
    throw new Error('This picture cannot be shown: it may be damaged, or gone; choose another.');
  });
}

import type { Output } from '../../shared/contract.ts';
import type { InspectedSource } from '../../shared/contract-inspect.ts';
import { useStudio } from '../app/studio-context.tsx';
import { loadGray } from '../canvas/load-gray.ts';
import { type Newest, useNewest } from './use-newest.ts';

/** A source, and what it is called. */
export interface Subject {
  readonly source: InspectedSource;
  readonly title: string;
}

/** A subject on the screen. */
export interface Shown extends Subject, Output<'inspect.picture'> {
  /** What people marked in the box, more than 0 where there is crack; null when nobody has. */
  readonly truth: Uint8Array | null;
}

/** Loads a subject's picture and mask; without waiting for any model. */
export function usePicture(subject: Subject | undefined): Newest<Shown> {
  const { call } = useStudio();
  return useNewest(subject && JSON.stringify(subject.source), async signal => {
    const { source, title } = subject!;
    const picture = await call('inspect.picture', { source }, signal);
    const { url, maskUrl } = picture;
    const [mask] = await Promise.all([maskUrl === null ? null : loadGray(maskUrl), decoded(url)]);
    return { source, title, ...picture, truth: mask ? mask.data : null };
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

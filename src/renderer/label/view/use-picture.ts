import { useEffect, useState } from 'react';
import type { ImageSummary } from '../../../shared/schemas/label.ts';
import { notifyError } from '../../app/notify.ts';
import { projectFileUrl } from '../../app/project-file-url.ts';
import { useLabelSession, useSession } from '../use-session.ts';

/** Where a training image is read; another address when the file is another. */
export function pictureUrl({ name, mtime }: ImageSummary): string {
  return `${projectFileUrl(`data/dl_train/images/${name}`)}?v=${Math.round(mtime)}`;
}

/** The decoded picture of an image; undefined while it is on its way. `next` is fetched ahead. */
export function usePicture(image: ImageSummary | undefined, next: ImageSummary | undefined) {
  const [loaded, setLoaded] = useState<{ url: string; picture: HTMLImageElement }>();
  const url = image && pictureUrl(image);
  const nextUrl = next && pictureUrl(next);
  useEffect(() => {
    if (!url) return;
    let wanted = true;
    decoded(url).then(
      picture => {
        if (!wanted) return;
        setLoaded({ url, picture });
        if (nextUrl) new Image().src = nextUrl;
      },
      () =>
        wanted &&
        notifyError(`${decodeURIComponent(url.split('/').at(-1) ?? url)} cannot be shown: it is damaged or gone.`),
    );
    return () => {
      wanted = false;
    };
  }, [url, nextUrl]);
  return loaded && loaded.url === url ? loaded.picture : undefined;
}

/** The decoded colour original of an image, of the same size as the image; undefined while it is on its way, or if there is none. */
export function useOriginal(image: string | null): HTMLImageElement | undefined {
  const session = useLabelSession();
  const wanted = useSession(state => state.colour);
  const url = useSession(({ original }) => (wanted && original?.image === image ? original?.url : null));
  const [loaded, setLoaded] = useState<{ url: string; picture: HTMLImageElement }>();
  useEffect(() => {
    if (wanted && image !== null) void session.findOriginal(image);
  }, [session, wanted, image]);
  useEffect(() => {
    if (!url) return;
    let isCurrent = true;
    decoded(url).then(
      picture => isCurrent && setLoaded({ url, picture }),
      // Gone meanwhile: the gray image stays.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [url]);
  return loaded?.url === url ? loaded?.picture : undefined;
}

async function decoded(url: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  return picture;
}

import { useEffect, useState } from 'react';
import type { GrayImage } from '../../../shared/image/gray-image.ts';
import { loadGray } from '../../canvas/load-gray.ts';
import { useLabelSession, useSession } from '../use-session.ts';

/** The ROI that an image was cropped to, where the wand may go; null where it had none, undefined until that is known. */
export function useRoi(image: string | null): GrayImage | null | undefined {
  const session = useLabelSession();
  const isWanted = useSession(state => state.toolName === 'wand');
  const url = useSession(({ original }) => (original?.image === image ? original?.roiUrl : undefined));
  const [loaded, setLoaded] = useState<{ url: string; roi: GrayImage | null }>();
  useEffect(() => {
    if (isWanted && image !== null && url === undefined) void session.findOriginal(image);
  }, [session, isWanted, image, url]);
  useEffect(() => {
    if (!isWanted || !url) return;
    let isCurrent = true;
    loadGray(url).then(
      roi => isCurrent && setLoaded({ url, roi }),
      () => isCurrent && setLoaded({ url, roi: null }),
    );
    return () => {
      isCurrent = false;
    };
  }, [url, isWanted]);
  if (url === undefined || url === null) return url;
  return loaded?.url === url ? loaded.roi : undefined;
}

import { useEffect } from 'react';
import type { GrayImage } from '../../../shared/image/gray-image.ts';
import { notifyError } from '../../app/notify.ts';
import { useLabelSession, useSession } from '../use-session.ts';
import { straightWire } from './wire.ts';
import { wireOnPicture } from './wire-on-picture.ts';

/** What the tools read from a picture, as long as one that does is in hand. `colour`: the original that is shown in its place. `roi`: undefined until it is known. */
export function useWire(
  picture: HTMLImageElement | undefined,
  colour: HTMLImageElement | undefined,
  roi: GrayImage | null | undefined,
): void {
  const { store, handle } = useLabelSession();
  const isWire = useSession(state => state.toolName === 'wire');
  const isWanted = useSession(state => state.toolName === 'wand' && roi !== undefined) || isWire;
  useEffect(() => {
    if (!picture || !isWanted) return;
    let end: (() => void) | undefined;
    let left = false;
    Promise.all([createImageBitmap(picture), colour && !isWire ? createImageBitmap(colour) : null]).then(
      ([bitmap, colours]) => {
        if (left) {
          bitmap.close();
          return colours?.close();
        }
        const { end: endWorker, ...wire } = wireOnPicture(
          { picture: bitmap, colour: colours, roi: roi ?? null },
          () => {
            store.setState({ wire: { ...wire } });
            handle('onNews');
          },
        );
        end = endWorker;
      },
      () =>
        notifyError(
          'The wire and the wand cannot follow this picture, whose pixels cannot be read; lines are straight.',
        ),
    );
    return () => {
      left = true;
      end?.();
      store.setState({ wire: straightWire });
      handle('onNews');
    };
  }, [picture, colour, roi, isWire, isWanted, store, handle]);
}

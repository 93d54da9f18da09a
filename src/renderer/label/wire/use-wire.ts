import { useEffect } from 'react';
import { notifyError } from '../../app/notify.ts';
import { useLabelSession, useSession } from '../use-session.ts';
import { straightWire } from './wire.ts';
import { wireOnPicture } from './wire-on-picture.ts';

/** Lays a wire on the picture as long as the tool is in hand. */
export function useWire(picture: HTMLImageElement | undefined): void {
  const { store, handle } = useLabelSession();
  const isWanted = useSession(state => state.toolName === 'wire');
  useEffect(() => {
    if (!picture || !isWanted) return;
    let end: (() => void) | undefined;
    let left = false;
    createImageBitmap(picture).then(
      bitmap => {
        if (left) return bitmap.close();
        const wire = wireOnPicture(bitmap, () => {
          store.setState({ wire: { between: wire.between, widths: wire.widths } });
          handle('onNews');
        });
        end = wire.end;
      },
      () =>
        notifyError(
          'The wire cannot follow cracks in this picture, whose pixels cannot be read; its lines are straight.',
        ),
    );
    return () => {
      left = true;
      end?.();
      store.setState({ wire: straightWire });
      handle('onNews');
    };
  }, [picture, isWanted, store, handle]);
}

import { snappedLabel } from '../../../shared/wire/snap-label.ts';
import { notify } from '../../app/notify.ts';
import { useShortcuts } from '../../app/use-shortcuts.ts';
import { grayPixels } from '../../measure/gray-pixels.ts';
import { useLabelSession } from '../use-session.ts';

/** A key moves the selected lines to the cracks along them, and polygons to their edges, as the picture shows them. */
export function useSnapKey(picture: HTMLImageElement | undefined): void {
  const session = useLabelSession();
  useShortcuts('Edit', [
    {
      keys: 'Shift+N',
      label: 'Snap the selected lines to the crack, polygons to their edge',
      run() {
        const gray = picture && grayPixels(picture);
        if (!gray) return;
        const isBright = session.store.getState().followed.startsWith('bright');
        const snapped = session.selectedLabels().flatMap(label => snappedLabel(gray, label, isBright) ?? []);
        session.edit(snapped.map(label => ({ kind: 'replace', label })));
        if (snapped.length === 0)
          notify('Select lines near cracks, or polygons near an edge: they are then drawn to it.');
      },
    },
  ]);
}

import { goToStage } from '../app/go-to-stage.ts';
import { attempt } from '../app/notify.ts';
import { useShortcuts } from '../app/use-shortcuts.ts';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import { shuttled } from './shuttle.ts';
import { type Collect, useCollect, useCollectStore } from './use-collect.ts';
import { useInspectFrame } from './use-inspect-frame.ts';
import { useRemoveSample } from './use-remove-sample.tsx';
import { useSaveFrame } from './use-save-frame.ts';

/** The keys of the Collect stage, as players have them. */
export function useCollectShortcuts(): void {
  const collect = useCollect();
  const selected = useCollectStore(state => state.selected);
  const canUndo = useCollectStore(state => state.undos.length > 0);
  const save = useSaveFrame();
  const remove = useRemoveSample();
  const inspect = useInspectFrame();
  useShortcuts('Collect', [
    { keys: 'S', label: 'Save the frame shown', run: save },
    { keys: 'I', label: 'Inspect the frame shown', run: inspect },
    ...playerShortcuts(collect),
    ...roiShortcuts(collect),
    {
      keys: 'Delete',
      label: 'Delete the chosen saved frame',
      disabled: selected === null,
      run: () => selected !== null && remove(selected),
    },
    {
      keys: 'Ctrl+Z',
      label: 'Bring back the deleted frame',
      disabled: !canUndo,
      run: () => attempt(collect.store.getState().undoRemove),
    },
    { label: 'Choose another video', run: collect.close },
    { keys: 'Q', label: 'Leave the stage', run: () => goToStage('welcome') },
  ]);
}

function playerShortcuts({ player, store }: Collect): Shortcut[] {
  const jump = (seconds: number) => player.current?.jump(seconds);
  const shuttle = (key: 'J' | 'L') => player.current?.play(shuttled(player.current.rate, key));
  return [
    { keys: 'Space', label: 'Play or pause', run: () => player.current?.toggle() },
    { keys: '.', label: 'One frame on', repeats: true, run: () => player.current?.step(1) },
    { keys: ',', label: 'One frame back', repeats: true, run: () => player.current?.step(-1) },
    { keys: 'Right', label: 'On 1 s', repeats: true, run: () => jump(1) },
    { keys: 'Left', label: 'Back 1 s', repeats: true, run: () => jump(-1) },
    { keys: 'Shift+Right', label: 'On 10 s', repeats: true, run: () => jump(10) },
    { keys: 'Shift+Left', label: 'Back 10 s', repeats: true, run: () => jump(-10) },
    { keys: 'L', label: 'Play; again: faster', run: () => shuttle('L') },
    { keys: 'K', label: 'Pause', run: () => player.current?.pause() },
    { keys: 'J', label: 'Play backwards; again: faster', run: () => shuttle('J') },
    { keys: 'Home', label: 'First frame', run: () => player.current?.show(0) },
    { keys: 'End', label: 'Last frame', run: () => player.current?.show(Number.POSITIVE_INFINITY) },
    { keys: ['Down', ']'], label: 'Next saved frame', repeats: true, run: () => goToSaved({ player, store }, 1) },
    { keys: ['Up', '['], label: 'Previous saved frame', repeats: true, run: () => goToSaved({ player, store }, -1) },
  ];
}

function roiShortcuts({ store }: Collect): Shortcut[] {
  const edit = (kind: 'close' | 'remove-last' | 'clear' | 'cancel') => () =>
    attempt(() => store.getState().edit({ kind }));
  return [
    { keys: 'Enter', label: 'Close the ROI', run: edit('close') },
    { keys: 'Z', label: 'Remove the ROI’s last vertex', repeats: true, run: edit('remove-last') },
    { keys: 'C', label: 'Clear the ROI', run: edit('clear') },
    { keys: 'Esc', label: 'Cancel drawing', run: edit('cancel') },
  ];
}

/** Goes from the chosen sample, or from the frame shown, to a neighbour in the strip. */
function goToSaved({ player, store }: Pick<Collect, 'player' | 'store'>, way: 1 | -1): void {
  const { samples, selected, frame, select } = store.getState();
  const chosen = samples.findIndex(({ base, frame: of }) => base === selected && of === frame);
  const beside =
    way === 1 ? samples.find(sample => sample.frame > frame) : samples.findLast(sample => sample.frame < frame);
  const sample = chosen >= 0 ? samples[chosen + way] : beside;
  if (!sample) return;
  select(sample.base);
  player.current?.show(sample.frame);
}

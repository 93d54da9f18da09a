import { frameShortcuts } from '../app/frame-shortcuts.ts';
import { goToStage } from '../app/go-to-stage.ts';
import { attempt } from '../app/notify.ts';
import { useShortcuts } from '../app/use-shortcuts.ts';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import { shuttled } from './shuttle.ts';
import { type Collect, useCollect, useCollectStore } from './use-collect.ts';
import { useInspectFrame } from './use-inspect-frame.ts';
import { useRemoveSample } from './use-remove-sample.tsx';
import { useSaveFrame } from './use-save-frame.ts';

/** What is done with the frame shown; hooks of their own say how. */
export const FRAME_KEYS = {
  save: { keys: 'S', label: 'Save the frame shown' },
  inspect: { keys: 'I', label: 'Inspect the frame shown' },
  goTo: { keys: 'G', label: 'Go to a time or frame' },
} as const;

/** The keys of the Collect stage, as players have them. */
export function useCollectShortcuts(): void {
  const collect = useCollect();
  const selected = useCollectStore(state => state.selected);
  const canUndo = useCollectStore(state => state.undos.length > 0);
  const save = useSaveFrame();
  const remove = useRemoveSample();
  const inspect = useInspectFrame();
  useShortcuts('Collect', [
    { ...FRAME_KEYS.save, run: save },
    { ...FRAME_KEYS.inspect, run: inspect },
    { ...FRAME_KEYS.goTo, run: () => collect.askWhere.current?.() },
    ...Object.values(playerShortcuts(collect)),
    ...roiShortcuts(collect),
    {
      keys: 'Delete',
      label: 'Delete the chosen saved frame',
      disabled: selected === null,
      run: () => selected !== null && remove(selected),
    },
    {
      keys: 'Ctrl+Z',
      label: 'Undo the deletion, or the change of the ROI',
      repeats: true,
      disabled: !canUndo,
      run: () => attempt(() => collect.store.getState().undo()),
    },
    { label: 'Choose another video', run: collect.close },
    { keys: 'Q', label: 'Leave the stage', run: () => goToStage('welcome') },
  ]);
}

/** The ways through the video, as players have them. */
export function playerShortcuts({ player, store }: Pick<Collect, 'player' | 'store'>) {
  const shuttle = (key: 'J' | 'L') => player.current?.play(shuttled(player.current.rate, key));
  const ways = frameShortcuts({
    step: frames => player.current?.step(frames),
    jump: seconds => player.current?.jump(seconds),
    show: frame => player.current?.show(frame),
  });
  return {
    play: { keys: 'Space', label: 'Play or pause', run: () => player.current?.toggle() },
    ...ways,
    faster: { keys: 'L', label: 'Play; again: faster', run: () => shuttle('L') },
    pause: { keys: 'K', label: 'Pause', run: () => player.current?.pause() },
    backwards: { keys: 'J', label: 'Play backwards; again: faster', run: () => shuttle('J') },
    nextSaved: {
      keys: ['Down', ']'],
      label: 'Next saved frame',
      repeats: true,
      run: () => goToSaved({ player, store }, 1),
    },
    previousSaved: {
      keys: ['Up', '['],
      label: 'Previous saved frame',
      repeats: true,
      run: () => goToSaved({ player, store }, -1),
    },
  } satisfies Record<string, Shortcut>;
}

function roiShortcuts({ store, fit }: Collect): Shortcut[] {
  const edit = (kind: 'close' | 'remove-last' | 'clear' | 'cancel') => () =>
    attempt(() => store.getState().edit({ kind }));
  return [
    { keys: 'Enter', label: 'Close the ROI', run: edit('close') },
    { keys: 'Z', label: 'Remove the ROI’s last vertex', repeats: true, run: edit('remove-last') },
    { keys: 'Shift+C', label: 'Clear the ROI', run: edit('clear') },
    { keys: 'F', label: 'Fit the frame, or the ROI', run: () => fit.current?.() },
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

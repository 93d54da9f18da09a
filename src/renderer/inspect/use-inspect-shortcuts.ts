import type { InputMode } from '../../shared/model-usage.ts';
import type { SourceKind } from '../app/inspect-source.ts';
import { useShortcuts } from '../app/use-shortcuts.ts';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import type { Images } from './use-images.ts';
import type { VideoState } from './use-video.ts';

export interface InspectVerbs {
  readonly kind: SourceKind;
  setKind(kind: SourceKind): void;
  readonly images: Images;
  readonly video: VideoState;
  readonly mode: InputMode;
  setMode(mode: InputMode): void;
  shiftThreshold(by: number): void;
  toggleOverlay(): void;
  toggleZoom(): void;
}

/** The keys of the Inspect stage: through images as in Label, through frames as in the player. */
export function useInspectShortcuts(verbs: InspectVerbs): void {
  const { kind, setKind, images, video, mode, setMode, shiftThreshold, toggleOverlay, toggleZoom } = verbs;
  useShortcuts('Inspect', [
    ...(kind === 'images' ? imageShortcuts(images) : frameShortcuts(video)),
    { keys: '[', label: 'Lower threshold', repeats: true, run: () => shiftThreshold(-0.01) },
    { keys: ']', label: 'Higher threshold', repeats: true, run: () => shiftThreshold(0.01) },
    { keys: 'M', label: 'Show or hide the overlay', run: toggleOverlay },
    { keys: 'Z', label: 'Fill the view with what the model sees, or show all', run: toggleZoom },
    { keys: 'T', label: 'Whole or tiles', run: () => setMode(mode === 'tile' ? 'resize' : 'tile') },
    { keys: 'V', label: 'Images or video frame', run: () => setKind(kind === 'images' ? 'frame' : 'images') },
  ]);
}

function imageShortcuts({ go }: Images): Shortcut[] {
  return [
    { keys: ['A', 'Left'], label: 'Previous image', repeats: true, run: () => go(-1) },
    { keys: ['D', 'Right'], label: 'Next image', repeats: true, run: () => go(1) },
  ];
}

function frameShortcuts(video: VideoState): Shortcut[] {
  if (video.kind !== 'open') return [];
  const { frame, show, jump } = video;
  return [
    { keys: '.', label: 'One frame on', repeats: true, run: () => show(frame + 1) },
    { keys: ',', label: 'One frame back', repeats: true, run: () => show(frame - 1) },
    { keys: 'Right', label: 'On 1 s', repeats: true, run: () => jump(1) },
    { keys: 'Left', label: 'Back 1 s', repeats: true, run: () => jump(-1) },
    { keys: 'Shift+Right', label: 'On 10 s', repeats: true, run: () => jump(10) },
    { keys: 'Shift+Left', label: 'Back 10 s', repeats: true, run: () => jump(-10) },
    { keys: 'Home', label: 'First frame', run: () => show(0) },
    { keys: 'End', label: 'Last frame', run: () => show(Number.POSITIVE_INFINITY) },
  ];
}

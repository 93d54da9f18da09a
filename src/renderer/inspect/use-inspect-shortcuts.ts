import type { InputMode } from '../../shared/model-usage.ts';
import { frameShortcuts } from '../app/frame-shortcuts.ts';
import type { SourceKind } from '../app/inspect-source.ts';
import { useShortcuts } from '../app/use-shortcuts.ts';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import type { Images } from './use-images.ts';
import type { ShownVideo, VideoState } from './use-video.ts';

export interface InspectVerbs {
  readonly kind: SourceKind;
  setKind(kind: SourceKind): void;
  readonly images: Images;
  readonly video: VideoState;
  readonly mode: InputMode;
  setMode(mode: InputMode): void;
  shiftThreshold(by: number): void;
  toggleOverlay(): void;
  toggleSeen(): void;
  toggleZoom(): void;
}

/** The keys of the Inspect stage: through images as in Label, through frames as in the player. */
export function useInspectShortcuts(verbs: InspectVerbs): void {
  const { kind, setKind, images, video, mode, setMode, shiftThreshold, toggleOverlay, toggleSeen, toggleZoom } = verbs;
  useShortcuts('Inspect', [
    ...(kind === 'images' ? imageShortcuts(images) : video.kind === 'open' ? Object.values(videoShortcuts(video)) : []),
    { keys: '[', label: 'Lower threshold', repeats: true, run: () => shiftThreshold(-0.01) },
    { keys: ']', label: 'Higher threshold', repeats: true, run: () => shiftThreshold(0.01) },
    { keys: 'M', label: 'Show or hide the overlay', run: toggleOverlay },
    { keys: 'N', label: 'Show what the model sees, or the picture', run: toggleSeen },
    { keys: 'Z', label: 'Fill the view with the part that is predicted, or show all', run: toggleZoom },
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

/** The ways through the frames of an open video. */
export function videoShortcuts({ frame, show, jump }: ShownVideo) {
  return frameShortcuts({ step: frames => show(frame + frames), jump, show });
}

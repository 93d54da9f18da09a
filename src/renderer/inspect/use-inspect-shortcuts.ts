import type { InputMode } from '../../shared/model-usage.ts';
import { frameShortcuts } from '../app/frame-shortcuts.ts';
import { type PictureKind, SOURCE_KINDS, type SourceKind } from '../app/inspect-source.ts';
import { useShortcuts } from '../app/use-shortcuts.ts';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import type { Images } from './use-images.ts';
import type { ShownVideo, VideoState } from './use-video.ts';

export interface InspectVerbs {
  readonly kind: PictureKind;
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
    sourceShortcut(kind, setKind),
  ]);
}

/** Goes from one kind of source to the next. */
export function sourceShortcut(kind: SourceKind, setKind: (kind: SourceKind) => void): Shortcut {
  const next = SOURCE_KINDS[(SOURCE_KINDS.indexOf(kind) + 1) % SOURCE_KINDS.length];
  return { keys: 'V', label: 'Images, video frame or videos', run: () => setKind(next) };
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

import type { LabelContent, LabelEdit } from '../../../shared/labels/label-edits.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';

/** What a hand does with the pointer. */
export interface Pointer {
  /** Picture px; may lie outside the picture. */
  readonly at: Point;
  readonly button: 'left' | 'right';
  readonly shift: boolean;
  readonly alt: boolean;
}

/** What a tool may know. */
export interface World {
  readonly content: LabelContent;
  /** Size of the picture, px. */
  readonly width: number;
  readonly height: number;
  /** Labels that can be picked and changed: neither hidden nor locked. In the order of painting. */
  readonly free: readonly ImageLabel[];
  /** The selected label, if it can be changed. */
  readonly selected: ImageLabel | null;
  /** The class of new labels. */
  readonly className: string;
  /** Of new polylines, px. */
  readonly lineWidth: number;
  /** Diameter of brush and eraser, px. */
  readonly brushWidth: number;
  /** Picture px to a CSS px. */
  readonly pixel: number;
  newId(): string;
}

/** What is shown while it is made and in no document yet. A label of the same id is not shown meanwhile. */
export interface Draft {
  readonly label: ImageLabel;
  /** `line`: the shape is not closed yet. `stroke`, `erasure`: where brush and eraser went. */
  readonly as: 'label' | 'line' | 'stroke' | 'erasure';
}

/** What an event leads to; what is not given stays as it is. */
export interface Step {
  readonly to?: ToolState;
  readonly edits?: readonly LabelEdit[];
  /** The id of the label to select, or null for none. */
  readonly select?: string | null;
  readonly lineWidth?: number;
  /** The place that a remark is about. */
  readonly remarkAt?: Point;
}

/**
 * A tool is a few states named by what the hand is doing, all with the same handlers. A handler changes nothing: it says
 * what is to be done. One that is missing does nothing.
 */
export interface ToolState {
  readonly name: string;
  draft?(world: World): Draft | null;
  onPointerDown?(pointer: Pointer, world: World): Step;
  onPointerMove?(pointer: Pointer, world: World): Step;
  onPointerUp?(pointer: Pointer, world: World): Step;
  /** Enter. */
  onComplete?(world: World): Step;
  /** Takes back the last thing done within the tool. */
  onBack?(world: World): Step;
  /** Escape, or another tool. A state without it holds nothing that could be lost. */
  onCancel?(world: World): Step;
}

/** CSS px within which the pointer catches a vertex or a line. */
const REACH = 8;
/** CSS px that a pressed pointer may tremble before it drags. */
const TREMBLE = 4;

export function reachOf({ pixel }: World): number {
  return REACH * pixel;
}

export function trembleOf({ pixel }: World): number {
  return TREMBLE * pixel;
}

/** A point within the picture, to a hundredth of a px: finer only fills the files. */
export function placed([x, y]: Point, { width, height }: World): Point {
  const within = (at: number, size: number) => Math.round(Math.min(size, Math.max(0, at)) * 100) / 100;
  return [within(x, width), within(y, height)];
}

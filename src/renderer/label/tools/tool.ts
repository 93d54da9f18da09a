import type { Icon } from '@tabler/icons-react';
import { rounded } from '../../../shared/geometry/paths.ts';
import type { LabelContent, LabelEdit } from '../../../shared/labels/label-edits.ts';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import type { Wire } from '../wire/wire.ts';

/** What a hand does with the pointer. */
export interface Pointer {
  /** Picture px; may lie outside the picture. */
  readonly at: Point;
  readonly button: 'left' | 'right';
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or Cmd. */
  readonly ctrl: boolean;
}

/** What a tool may know. */
export interface World {
  readonly content: LabelContent;
  /** Size of the picture, px. */
  readonly width: number;
  readonly height: number;
  /** Labels that are not hidden. */
  readonly visible: readonly ImageLabel[];
  /** Whether vertices are drawn to what is near. */
  readonly snapping: boolean;
  /** Labels that can be picked and changed: neither hidden nor locked. In the order of painting. */
  readonly free: readonly ImageLabel[];
  /** The selected labels that can be changed, in the order of painting; `selected` is the only one, where there is one. */
  readonly selection: readonly ImageLabel[];
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
  /** The line from one place to another along what a wire follows, both included; `soon`: as far as it is known. */
  wire(from: Point, to: Point, wanted: 'now' | 'soon'): readonly Point[];
  /** The widths of the crack along a line, as a wire measures them. */
  widthsAlong: Wire['widths'];
  /** What a tolerance floods. */
  flood: Wire['flood'];
}

/** What is shown while it is made and in no document yet. */
export type Draft =
  /** Labels of the same ids are not shown meanwhile. `line`: the shape is not closed yet. */
  | { readonly labels: readonly ImageLabel[]; readonly as: 'label' | 'line' }
  /** A line that says where something is taken away or cut. */
  | { readonly outline: ImageLabel; readonly as: 'outline' }
  /** Where brush and eraser went. */
  | { readonly stroke: Stroke; readonly as: 'stroke' | 'erasure' }
  /** The corners of a box that is pulled up to select what is in it. */
  | { readonly corners: readonly [Point, Point]; readonly as: 'band' };

/** The labels of a draft that are like those of the document. */
export function labelsOf(draft: Draft | null): readonly ImageLabel[] {
  return draft && 'labels' in draft ? draft.labels : [];
}

export type Stroke = LabelOf<'polyline'> & { id: string };

/** What an event leads to; what is not given stays as it is. */
export interface Step {
  readonly to?: ToolState;
  readonly edits?: readonly LabelEdit[];
  /** The ids of the labels to select. */
  readonly select?: readonly string[];
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
  /** The places where the ruler was set. */
  readonly ruler?: readonly Point[];
  draft?(world: World): Draft | null;
  onPointerDown?(pointer: Pointer, world: World): Step;
  onPointerMove?(pointer: Pointer, world: World): Step;
  onPointerUp?(pointer: Pointer, world: World): Step;
  /** Enter. */
  onComplete?(world: World): Step;
  /** Takes back the last thing done within the tool. */
  onBack?(world: World): Step;
  /** What was to come soon has come. */
  onNews?(world: World): Step;
  /** Escape, or another tool. A state without it holds nothing that could be lost. */
  onCancel?(world: World): Step;
}

/** What a press on the selected label does: edits at once, or a part of it is held until the pointer lets go. */
export type Grab = { readonly edits: readonly LabelEdit[] } | Grip;

/** A part of a label in the hand. */
export interface Grip {
  /** Where it is before the pointer moves. */
  readonly start: Point;
  /** Whether it counts although it was not moved. */
  readonly isSet?: boolean;
  /** The label whose vertex it is, which does not snap to itself; absent: it snaps to nothing. */
  readonly snaps?: string;
  /** The label while the part is at a place. */
  label(at: Point): ImageLabel;
  /** What letting it go there changes. */
  edits(at: Point): readonly LabelEdit[];
}

/** A tool, as the toolbar, the keys and the hint show it. */
export interface Tool {
  readonly title: string;
  readonly key: string;
  /** Null: it has no button in the toolbar. */
  readonly icon: Icon | null;
  /** What the hand can do next, and while something is being drawn. */
  readonly hint: string;
  readonly drawingHint?: string;
  /** What it draws with: the wheel and `[` `]` change it. */
  readonly width: 'lineWidth' | 'brushWidth' | null;
  begin(): ToolState;
}

/** What comes of a label that was drawn: it lies on top, or in its place if it was there before, and is selected. */
export function drawn(label: ImageLabel, { content }: World, wasThere = false): Step {
  const edit: LabelEdit = wasThere ? { kind: 'replace', label } : { kind: 'add', index: content.labels.length, label };
  return { edits: [edit], select: [label.id] };
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

/** A point within the picture. */
export function placed([x, y]: Point, { width, height }: World): Point {
  const within = (at: number, size: number) => rounded(Math.min(size, Math.max(0, at)));
  return [within(x, width), within(y, height)];
}

import { isSamePoint } from '../../shared/geometry/paths.ts';
import type { Point } from '../../shared/schemas/label.ts';

/** What the hand is doing: nothing, drawing an outline, or dragging a vertex of the finished ROI or all of it. */
export type RoiState =
  | { readonly kind: 'idle'; readonly roi: readonly Point[] | null }
  | { readonly kind: 'drawing'; readonly before: readonly Point[] | null; readonly points: readonly Point[] }
  | {
      readonly kind: 'dragging';
      readonly before: readonly Point[];
      readonly roi: readonly Point[];
      /** null: all of it. */
      readonly vertex: number | null;
    };

/** What is done to it. Points are px of the frame, not yet whole. */
export type RoiAction =
  | { readonly kind: 'draw' }
  | { readonly kind: 'add'; readonly at: Point }
  | { readonly kind: 'close' }
  | { readonly kind: 'remove-last' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'cancel' }
  /** A new vertex behind the one called `behind`. */
  | { readonly kind: 'insert'; readonly behind: number; readonly at: Point }
  | { readonly kind: 'remove'; readonly vertex: number }
  /** Another ROI: one that was drawn in one go, a preset, or the one before. */
  | { readonly kind: 'set'; readonly roi: readonly Point[] | null }
  | { readonly kind: 'grab'; readonly vertex: number | null }
  /** Where the vertex that is held goes; of all of it, by how much it is moved since it was grabbed. */
  | { readonly kind: 'drag'; readonly to: Point }
  | { readonly kind: 'drop' };

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** What comes of an action: the new state, and whether the ROI that is kept has changed. */
export interface RoiChange {
  readonly state: RoiState;
  readonly changed: boolean;
}

/** The ROI that counts: while a new one is drawn the one before, until it is closed. */
export function roiOf(state: RoiState): readonly Point[] | null {
  return state.kind === 'drawing' ? state.before : state.roi;
}

/** Carries out an action; one that makes no sense in this state changes nothing. */
export function editRoi(state: RoiState, action: RoiAction, frame: FrameSize): RoiChange {
  switch (action.kind) {
    case 'draw':
      return kept(state.kind === 'idle' ? { kind: 'drawing', before: state.roi, points: [] } : state);
    case 'add':
      return kept(add(state, wholePixel(action.at, frame)));
    case 'close':
      return close(state);
    case 'remove-last':
      return removeLast(state);
    case 'clear':
      return { state: { kind: 'idle', roi: null }, changed: roiOf(state) !== null };
    case 'cancel':
      return cancel(state);
    case 'insert':
      return change(state, roi => roi.toSpliced(action.behind + 1, 0, wholePixel(action.at, frame)));
    case 'remove':
      return change(state, roi => (roi.length > 3 ? roi.toSpliced(action.vertex, 1) : roi));
    case 'set':
      return set(action.roi, frame);
    case 'grab':
      return grab(state, action.vertex);
    case 'drag':
      return drag(state, action.to, frame);
    case 'drop':
      if (state.kind !== 'dragging') return kept(state);
      return { state: { kind: 'idle', roi: state.roi }, changed: true };
  }
}

/** The pixel that a point lies in; what is outside goes to the nearest pixel of the frame. */
export function wholePixel([x, y]: Point, { width, height }: FrameSize): Point {
  const within = (value: number, length: number) => Math.max(0, Math.min(length - 1, Math.floor(value)));
  return [within(x, width), within(y, height)];
}

/** The rectangle between two corners; null when it encloses nothing. */
export function rectangleBetween([ax, ay]: Point, [bx, by]: Point): Point[] | null {
  const [left, right] = [Math.min(ax, bx), Math.max(ax, bx)];
  const [top, bottom] = [Math.min(ay, by), Math.max(ay, by)];
  if (right - left < 1 || bottom - top < 1) return null;
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** Parts of a frame that are often meant, by name. */
export function presets({ width, height }: FrameSize): { name: string; roi: Point[] }[] {
  const part = (x1: number, y1: number, x2: number, y2: number) =>
    rectangleBetween([x1 * (width - 1), y1 * (height - 1)], [x2 * (width - 1), y2 * (height - 1)]) ?? [];
  return [
    { name: 'Middle half', roi: part(0.25, 0.25, 0.75, 0.75) },
    { name: 'All but the edge', roi: part(0.05, 0.05, 0.95, 0.95) },
    { name: 'Left half', roi: part(0, 0, 0.5, 1) },
    { name: 'Right half', roi: part(0.5, 0, 1, 1) },
    { name: 'Upper half', roi: part(0, 0, 1, 0.5) },
    { name: 'Lower half', roi: part(0, 0.5, 1, 1) },
  ];
}

function kept(state: RoiState): RoiChange {
  return { state, changed: false };
}

/** Changes a finished ROI that nobody holds. */
function change(state: RoiState, edit: (roi: readonly Point[]) => readonly Point[]): RoiChange {
  if (state.kind !== 'idle' || !state.roi) return kept(state);
  const roi = edit(state.roi);
  return { state: { kind: 'idle', roi }, changed: roi !== state.roi };
}

function set(roi: readonly Point[] | null, frame: FrameSize): RoiChange {
  return { state: { kind: 'idle', roi: roi?.map(point => wholePixel(point, frame)) ?? null }, changed: true };
}

function grab(state: RoiState, vertex: number | null): RoiChange {
  if (state.kind !== 'idle' || !state.roi || (vertex !== null && !state.roi[vertex])) return kept(state);
  return kept({ kind: 'dragging', before: state.roi, roi: state.roi, vertex });
}

function drag(state: RoiState, to: Point, frame: FrameSize): RoiChange {
  if (state.kind !== 'dragging') return kept(state);
  if (state.vertex === null) return kept({ ...state, roi: moved(state.before, to, frame) });
  const pixel = wholePixel(to, frame);
  return kept({ ...state, roi: state.roi.map((point, i) => (i === state.vertex ? pixel : point)) });
}

/** All of it moved, as far as it stays in the frame. */
function moved(roi: readonly Point[], [dx, dy]: Point, { width, height }: FrameSize): Point[] {
  const by = (move: number, places: number[], length: number) =>
    Math.max(-Math.min(...places), Math.min(length - 1 - Math.max(...places), Math.round(move)));
  const right = by(
    dx,
    roi.map(([x]) => x),
    width,
  );
  const down = by(
    dy,
    roi.map(([, y]) => y),
    height,
  );
  return roi.map(([x, y]) => [x + right, y + down]);
}

/** The first click draws when there is no ROI yet; with one, drawing anew is asked for, so that a slip harms nothing. */
function add(state: RoiState, at: Point): RoiState {
  if (state.kind === 'idle' && !state.roi) return { kind: 'drawing', before: null, points: [at] };
  if (state.kind !== 'drawing') return state;
  // The second click of a double click, or a hand that trembles, is no new vertex.
  const last = state.points.at(-1);
  return last && isSamePoint(last, at) ? state : { ...state, points: [...state.points, at] };
}

/** Fewer than three vertices are no ROI: drawing goes on. */
function close(state: RoiState): RoiChange {
  if (state.kind !== 'drawing' || state.points.length < 3) return kept(state);
  return { state: { kind: 'idle', roi: state.points }, changed: true };
}

/** Of a finished ROI it takes the last vertex too, and drawing goes on from there; the ROI counts until it is closed anew. */
function removeLast(state: RoiState): RoiChange {
  if (state.kind === 'drawing') {
    const points = state.points.slice(0, -1);
    const given = points.length === 0 ? { kind: 'idle' as const, roi: state.before } : { ...state, points };
    return kept(given);
  }
  if (state.kind !== 'idle' || !state.roi) return kept(state);
  return kept({ kind: 'drawing', before: state.roi, points: state.roi.slice(0, -1) });
}

function cancel(state: RoiState): RoiChange {
  if (state.kind === 'idle') return kept(state);
  return kept({ kind: 'idle', roi: state.before });
}

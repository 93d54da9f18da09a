import type { Point } from '../../shared/schemas/label.ts';

/** What the hand is doing: nothing, drawing an outline, or dragging a vertex of the finished ROI. */
export type RoiState =
  | { readonly kind: 'idle'; readonly roi: readonly Point[] | null }
  | { readonly kind: 'drawing'; readonly before: readonly Point[] | null; readonly points: readonly Point[] }
  | {
      readonly kind: 'dragging';
      readonly before: readonly Point[];
      readonly roi: readonly Point[];
      readonly vertex: number;
    };

/** What is done to it. Points are px of the frame, not yet whole. */
export type RoiAction =
  | { readonly kind: 'draw' }
  | { readonly kind: 'add'; readonly at: Point }
  | { readonly kind: 'close' }
  | { readonly kind: 'remove-last' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'grab'; readonly vertex: number }
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
    case 'grab':
      if (state.kind !== 'idle' || !state.roi?.[action.vertex]) return kept(state);
      return kept({ kind: 'dragging', before: state.roi, roi: state.roi, vertex: action.vertex });
    case 'drag': {
      if (state.kind !== 'dragging') return kept(state);
      const to = wholePixel(action.to, frame);
      return kept({ ...state, roi: state.roi.map((point, i) => (i === state.vertex ? to : point)) });
    }
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

function kept(state: RoiState): RoiChange {
  return { state, changed: false };
}

/** The first click draws when there is no ROI yet; with one, drawing anew is asked for, so that a slip harms nothing. */
function add(state: RoiState, at: Point): RoiState {
  if (state.kind === 'idle' && !state.roi) return { kind: 'drawing', before: null, points: [at] };
  if (state.kind !== 'drawing') return state;
  // The second click of a double click, or a hand that trembles, is no new vertex.
  const last = state.points.at(-1);
  return last && last[0] === at[0] && last[1] === at[1] ? state : { ...state, points: [...state.points, at] };
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

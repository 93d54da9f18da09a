import type { Point } from '../../shared/schemas/label.ts';

/** How the picture lies on the screen: a point of the picture, times `scale`, plus (x, y), is its place in CSS px. */
export interface Viewport {
  /** CSS px per picture px. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A pixel as large as a thumb is enough. */
export const MAX_SCALE = 64;
/** CSS px between a fitted picture and the edge. */
const MARGIN = 16;
/** CSS px of the picture that stay in sight however far it is pushed. */
const KEPT = 48;

export function toScreen({ scale, x, y }: Viewport, [px, py]: Point): Point {
  return [px * scale + x, py * scale + y];
}

export function toPicture({ scale, x, y }: Viewport, [sx, sy]: Point): Point {
  return [(sx - x) / scale, (sy - y) / scale];
}

/** The whole picture, as large as it goes, in the middle; small pictures grow to at most 8 times. */
export function fitted(picture: Size, view: Size): Viewport {
  const scale = fitScale(picture, view);
  return { scale, x: (view.width - picture.width * scale) / 2, y: (view.height - picture.height * scale) / 2 };
}

/** A part of the picture, px, as large as it goes, in the middle. */
export function fittedTo(part: Size & { readonly x: number; readonly y: number }, view: Size): Viewport {
  const scale = fitScale(part, view);
  const middle = (at: number, size: number, room: number) => room / 2 - (at + size / 2) * scale;
  return { scale, x: middle(part.x, part.width, view.width), y: middle(part.y, part.height, view.height) };
}

function fitScale(picture: Size, view: Size): number {
  const room = (size: number) => Math.max(1, size - 2 * MARGIN);
  return Math.min(8, room(view.width) / picture.width, room(view.height) / picture.height);
}

/** Zooms by `factor`; what is under the pointer (CSS px) stays under it. */
export function zoomedAt(viewport: Viewport, [sx, sy]: Point, factor: number, picture: Size, view: Size): Viewport {
  const least = fitScale(picture, view) / 4;
  const scale = Math.min(MAX_SCALE, Math.max(least, viewport.scale * factor));
  const ratio = scale / viewport.scale;
  return kept({ scale, x: sx - (sx - viewport.x) * ratio, y: sy - (sy - viewport.y) * ratio }, picture, view);
}

/** Moves the picture by (dx, dy) CSS px, but never out of sight. */
export function panned(viewport: Viewport, dx: number, dy: number, picture: Size, view: Size): Viewport {
  return kept({ ...viewport, x: viewport.x + dx, y: viewport.y + dy }, picture, view);
}

function kept({ scale, x, y }: Viewport, picture: Size, view: Size): Viewport {
  const within = (at: number, length: number, room: number) =>
    Math.min(room - Math.min(KEPT, length), Math.max(Math.min(KEPT, length) - length, at));
  return {
    scale,
    x: within(x, picture.width * scale, view.width),
    y: within(y, picture.height * scale, view.height),
  };
}

/** The zoom factor of a turn of the wheel: a notch (100 px) is a fifth; a touchpad's small steps count in part. */
export function wheelFactor(deltaY: number): number {
  return 1.2 ** (-Math.max(-300, Math.min(300, deltaY)) / 100);
}

/** CSS px from the edge of the view within which drawing pans, and by how much a frame. */
const EDGE = { within: 28, step: 12 };

/** By how much to pan, CSS px, while something is drawn near the edge of the view and the picture goes on behind it. */
export function edgePan([sx, sy]: Point, { scale, x, y }: Viewport, picture: Size, view: Size): Point {
  const along = (at: number, start: number, length: number, room: number) => {
    if (at < EDGE.within && start < 0) return EDGE.step;
    return at > room - EDGE.within && start + length > room ? -EDGE.step : 0;
  };
  return [along(sx, x, picture.width * scale, view.width), along(sy, y, picture.height * scale, view.height)];
}

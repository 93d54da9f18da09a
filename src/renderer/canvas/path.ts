/** What lines are added to, CSS px: a part of a canvas's pen and of Path2D, which are not known outside a browser. */
export interface Path {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  rect(x: number, y: number, width: number, height: number): void;
  /** Angles in radians, clockwise. */
  ellipse(x: number, y: number, rx: number, ry: number, rotation: number, from: number, to: number): void;
}

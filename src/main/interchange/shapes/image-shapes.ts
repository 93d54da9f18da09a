import { NOTES, type Note, type NoteCode } from '../../../shared/interchange/notes.ts';
import type { Size } from '../../../shared/labels/label-box.ts';
import { brushOfCounts } from '../../../shared/labels/rle.ts';
import type { ShapeFault } from '../../../shared/labels/shapes/shape.ts';
import { asPolygon, shapeOf } from '../../../shared/labels/shapes/shapes.ts';
import type { Label, Point } from '../../../shared/schemas/label.ts';
import { BACKGROUND } from '../formats/foreign.ts';
import { ToolCanvas } from './tool-canvas.ts';

/** Whose a shape is: its class, and who made it. */
export type Marks = Pick<Label, 'class' | 'source'>;

/** `what` in the methods below names a shape for messages, e.g. `annotation 3`. */
export class ImageShapes {
  readonly labels: Label[] = [];
  readonly #name: string;
  readonly #size: Size | null;
  readonly #notes = new Map<NoteCode, { count: number; detail: string }>();
  #canvas: ToolCanvas | null = null;
  #isRuleKnown = true;

  /** Collects what CVAT or COCO say of an image: its labels, what pixels the tool draws, and what was left behind. */
  constructor(name: string, size: Size | null) {
    this.#name = name;
    this.#size = size;
  }

  note(code: NoteCode, what: string): void {
    const found = this.#notes.get(code);
    if (found) found.count++;
    else this.#notes.set(code, { count: 1, detail: `${this.#name}: ${what}` });
  }

  /** Whether it was taken over. */
  ring(marks: Marks, ring: Point[] | ShapeFault, what: string): boolean {
    if (typeof ring === 'string') {
      this.note(ring, what);
      return false;
    }
    return this.drawnAsRing({ shape: 'polygon', ...marks, points: ring }, what);
  }

  /** A shape that the tool draws as it draws the ring of its vertices. Whether it was taken over. */
  drawnAsRing(label: Label, what: string): boolean {
    if (!this.isSound(label, what)) return false;
    this.labels.push(label);
    this.#drawn()?.ring(asPolygon(label)?.points ?? [], label.class === BACKGROUND);
    return true;
  }

  /** Column-major counts for an image of `size`, which add up to its pixels. */
  counts(marks: Marks, counts: readonly number[], size: Size, what: string): void {
    const brush = brushOfCounts(counts, size);
    if (!brush) {
      this.note('covers-nothing', what);
      return;
    }
    this.labels.push({ ...brush, ...marks });
    this.#drawn()?.counts(counts, marks.class === BACKGROUND);
  }

  /** Row-major runs over a box, which add up to its pixels. */
  runs(marks: Marks, box: { x: number; y: number } & Size, runs: number[], what: string): void {
    if (!runs.some((run, k) => k % 2 === 1 && run > 0)) {
      this.note('covers-nothing', what);
      return;
    }
    this.labels.push({ shape: 'brush', ...box, ...marks, runs });
    this.#drawn()?.runs(box, runs, marks.class === BACKGROUND);
  }

  /** A shape that the tool draws by a rule that is not known here, or not at all. */
  otherwiseDrawn(label: Label): void {
    this.labels.push(label);
    this.#isRuleKnown = false;
  }

  /** Whether a label makes sense; what is wrong with it is noted. */
  isSound(label: Label, what: string): boolean {
    const fault = shapeOf(label).fault(label);
    if (fault) this.note(fault, what);
    return !fault;
  }

  #drawn(): ToolCanvas | null {
    if (this.#size && this.#isRuleKnown) this.#canvas ??= new ToolCanvas(this.#size);
    return this.#canvas;
  }

  /** How many pixels the tool draws; null where that is not known. */
  pixels(): number | null {
    if (!this.#size || !this.#isRuleKnown) return null;
    return this.#canvas?.count ?? 0;
  }

  /** Whether something could not be taken over. */
  get hasSkipped(): boolean {
    return [...this.#notes.keys()].some(code => NOTES[code].kind === 'skipped');
  }

  notes(): Note[] {
    return [...this.#notes].map(([code, note]) => ({ code, ...note }));
  }
}

/** The class of a tool's label name: trimmed, and `BACKGROUND` for a name that means it. */
export function classOf(name: string): string {
  const trimmed = name.trim();
  return trimmed.toLowerCase() === 'background' ? BACKGROUND : trimmed;
}

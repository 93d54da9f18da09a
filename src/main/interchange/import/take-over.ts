import { type ClassMap, classHere, soundsLikeBackground } from '../../../shared/interchange/map-classes.ts';
import type { Note, NoteCode } from '../../../shared/interchange/notes.ts';
import { clippedTo, labelBox, type Size } from '../../../shared/labels/label-box.ts';
import { pixelsOf } from '../../../shared/labels/painted-part.ts';
import { shapeOf } from '../../../shared/labels/shapes/shapes.ts';
import type { Label } from '../../../shared/schemas/label.ts';
import { BACKGROUND, type ForeignImage } from '../formats/foreign.ts';
import { countDuplicates, MAX_COST } from '../shapes/check-labels.ts';
import { eraseBackground } from '../shapes/erase.ts';
import { type Fit, fitLabels, type Target } from '../shapes/fit-labels.ts';
import type { Turn } from '../shapes/turn-of.ts';

/** What labels of another tool become in an image of ours. */
export interface TakenOver {
  readonly fit: Fit;
  readonly turn: Turn | null;
  readonly labels: readonly Label[];
  readonly notes: readonly Note[];
  /** Pixels of the image under the labels. */
  readonly pixels: number;
  /** How many labels made no sense and were left out. */
  readonly faulty: number;
}

/** More of an image than a crack ever covers: crack and background are likely the wrong way round. */
const INVERTED = 0.5;

/** What somebody knows that a source does not say. */
export interface TakeOverOptions {
  /** On which picture labels were drawn that EXIF turns. */
  readonly drawn?: Turn['drawn'] | undefined;
  /** How wide lines are, px: other tools give them no width. */
  readonly lineWidth?: number | undefined;
}

/** Null when the labels were made for an image of another size. Pure: the same every time. */
export function takeOver(
  foreign: ForeignImage,
  target: Target,
  classes: ClassMap,
  { drawn, lineWidth }: TakeOverOptions = {},
): TakenOver | null {
  const { name } = foreign;
  const notes = [...foreign.notes];
  const note = (code: NoteCode, count = 1, what = '') => {
    if (count > 0) notes.push({ code, count, detail: what ? `${name}: ${what}` : name });
  };
  let cost = 0;
  const sound = foreign.labels.filter(label => {
    const shape = shapeOf(label);
    const fault = shape.fault(label) ?? (cost + shape.cost(label) > MAX_COST ? 'bad-shape' : null);
    if (fault) note(fault, 1, `${label.shape} of class ${label.class.trim()}`);
    else cost += shape.cost(label);
    return !fault;
  });
  const fitted = fitLabels({ ...foreign, labels: sound }, target, drawn);
  if (!fitted) return null;
  if (fitted.fit !== 'same') note(fitted.fit, 1, sizesOf(foreign, target));
  if (fitted.turn && !fitted.turn.isCertain) note('exif-unclear');
  note('outside-roi', fitted.outside);
  const renamed = rename(
    lineWidth ? fitted.labels.map(label => widened(label, lineWidth)) : fitted.labels,
    classes,
    note,
  );
  const { labels, changed } = eraseBackground(renamed, target);
  note('background-erased', changed);
  const pixels = pixelsOf(labels, target);
  judge(labels, target, note);
  if (pixels > INVERTED * target.width * target.height && !notes.some(note => note.code === 'looks-inverted')) {
    note('looks-inverted', 1, `${Math.round((100 * pixels) / (target.width * target.height))} % of it is marked`);
  }
  return { fit: fitted.fit, turn: fitted.turn, labels, notes, pixels, faulty: foreign.labels.length - sound.length };
}

function widened(label: Label, width: number): Label {
  return shapeOf(label).stroke?.widened(label, width) ?? label;
}

type NoteBy = (code: NoteCode, count?: number, what?: string) => void;

export function sizesOf({ size }: Pick<ForeignImage, 'size'>, { width, height }: Size): string {
  return size ? `${size.width}x${size.height} px for an image of ${width}x${height} px` : '';
}

function rename(labels: readonly Label[], classes: ClassMap, note: NoteBy): Label[] {
  return labels.flatMap((label): Label[] => {
    if (label.class === BACKGROUND) return [label];
    const there = label.class.trim();
    const here = classHere(there, classes);
    if (here === null) note('class-skipped', 1, there);
    else if (classes.has(there) && here !== there) note('class-mapped', 1, `${there} is now ${here}`);
    else if (soundsLikeBackground(here)) note('background-class', 1, there);
    return here === null ? [] : [{ ...label, class: here, source: 'imported' }];
  });
}

/** What is taken over but worth a look. */
function judge(labels: readonly Label[], size: Size, note: NoteBy): void {
  const nothing = labels.filter(label => pixelsOf([label], size) === 0);
  note('covers-nothing', nothing.length);
  const over = labels.filter(label => reachesOver(label, size));
  note('outside-image', over.length);
  note('duplicate', countDuplicates(labels));
}

/** A vertex on the edge itself, or the round end of a stroke, is no reason to look. */
function reachesOver(label: Label, size: Size): boolean {
  const box = labelBox(label);
  const inside = clippedTo(box, size);
  if (!inside) return true;
  const margin = shapeOf(label).margin(label);
  return (
    inside.x1 - box.x1 > margin ||
    inside.y1 - box.y1 > margin ||
    box.x2 - inside.x2 > margin ||
    box.y2 - inside.y2 > margin
  );
}

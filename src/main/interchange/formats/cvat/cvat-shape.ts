import { addUpTo } from '../../../../shared/labels/rle.ts';
import { isSensible } from '../../../../shared/labels/shapes/shape.ts';
import { classOf, type ImageShapes, type Marks } from '../../shapes/image-shapes.ts';
import { ringOf, sensibleSize } from '../../shapes/shape-points.ts';
import { takeBox, takeEllipse, takeLine } from '../take-shapes.ts';

/** A shape of CVAT's XML: its element's name and attributes, unchecked. */
export interface CvatShape {
  readonly element: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Take = (attributes: CvatShape['attributes'], marks: Marks, shapes: ImageShapes, what: string) => void;

const TAKE: Readonly<Record<string, Take>> = {
  polygon(attributes, marks, shapes, what) {
    const numbers = numbersOf(attributes.points);
    shapes.ring(marks, numbers ? ringOf(numbers) : 'bad-shape', what);
  },

  polyline(attributes, marks, shapes, what) {
    const numbers = numbersOf(attributes.points);
    if (numbers) takeLine(shapes, marks, numbers, what);
    else shapes.note('bad-shape', what);
  },

  box({ xtl, ytl, xbr, ybr, rotation }, marks, shapes, what) {
    const [x, y] = [numberOf(xtl), numberOf(ytl)];
    const [width, height] = [numberOf(xbr) - x, numberOf(ybr) - y];
    takeBox(shapes, marks, { x, y, width, height, rotation: rotationOf(rotation) }, what);
  },

  ellipse({ cx, cy, rx, ry, rotation }, marks, shapes, what) {
    const place = { cx: numberOf(cx), cy: numberOf(cy), rx: numberOf(rx), ry: numberOf(ry) };
    takeEllipse(shapes, marks, { ...place, rotation: rotationOf(rotation) }, what);
  },

  /** Runs go row by row over its own box, not column by column over the image as COCO's do. */
  mask({ left, top, width, height, rle = '' }, marks, shapes, what) {
    const [x, y] = [numberOf(left), numberOf(top)];
    const size = sensibleSize(numberOf(width), numberOf(height));
    const runs = rle.split(',').map(numberOf);
    const isPlaced = [x, y].every(side => isSensible(side) && Number.isInteger(side));
    if (!isPlaced || !size || !addUpTo(runs, size.width * size.height)) {
      shapes.note('bad-shape', `${what} has runs that do not add up`);
      return;
    }
    shapes.runs(marks, { x, y, ...size }, [...runs], what);
  },
};

/** The shapes of an image, the lowest first, as they are painted. */
export function inPaintingOrder(shapes: readonly CvatShape[]): CvatShape[] {
  const depth = ({ attributes }: CvatShape) => Number(attributes.z_order) || 0;
  return shapes.toSorted((a, b) => depth(a) - depth(b));
}

/** Takes a shape over into those of its image; points, tags, skeletons and cuboids have no area and are skipped. */
export function takeShape({ element, attributes }: CvatShape, shapes: ImageShapes, what: string): void {
  const name = classOf(attributes.label ?? '');
  if (!Object.hasOwn(TAKE, element)) {
    shapes.note('points-skipped', what);
    return;
  }
  if (name === '') {
    shapes.note('bad-shape', `${what} has no label`);
    return;
  }
  // What nobody has touched since a model drew it is `auto`; CVAT makes it `semi-auto` when somebody does.
  const marks: Marks = { class: name, source: attributes.source === 'auto' ? 'predicted' : 'imported' };
  TAKE[element](attributes, marks, shapes, what);
}

/** NaN where there is none. */
function numberOf(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text);
}

function rotationOf(text: string | undefined): number {
  return text === undefined ? 0 : numberOf(text);
}

/** Of `x,y;x,y;…`; null where a point has not two coordinates. */
function numbersOf(text = ''): number[] | null {
  if (text.trim() === '') return [];
  const pairs = text.split(';').map(pair => pair.split(','));
  return pairs.every(pair => pair.length === 2) ? pairs.flat().map(numberOf) : null;
}

import type { Size } from '../../../../shared/labels/label-box.ts';
import { sensibleSize } from '../../shapes/shape-points.ts';
import { childAt, numberAt, parseXml, textAt, type XmlElement } from '../xml-tree.ts';

/** One `<annotation>`, of an image: of LabelMe, the MIT's web tool, or in Pascal VOC's way. */
export interface Annotation {
  readonly tool: 'labelme' | 'voc';
  readonly folder: string;
  readonly filename: string;
  readonly size: Size | null;
  readonly objects: readonly AnnotationObject[];
}

export interface AnnotationObject {
  readonly name: string;
  /** x1, y1, x2, y2, … of each. */
  readonly rings: readonly (readonly number[])[];
  /** Left, top, right and bottom; null where there is none. */
  readonly box: readonly number[] | null;
  /** Name of the picture of its mask; null where there is none. */
  readonly mask: string | null;
}

/** Throws an Error that says what is wrong with it. */
export function parseAnnotation(bytes: Uint8Array): Annotation {
  const root = parseXml(bytes);
  if (root.name !== 'annotation') throw new Error(`its root is ${root.name}, not annotation`);
  const objects = root.children.filter(({ name }) => name === 'object');
  const isLabelme = isOfLabelme(root, objects);
  const [width, height] = isLabelme
    ? [numberAt(root, 'imagesize', 'ncols'), numberAt(root, 'imagesize', 'nrows')]
    : [numberAt(root, 'size', 'width'), numberAt(root, 'size', 'height')];
  return {
    tool: isLabelme ? 'labelme' : 'voc',
    folder: textAt(root, 'folder'),
    filename: textAt(root, 'filename'),
    size: sensibleSize(width, height),
    // What was deleted is still in LabelMe's files.
    objects: objects.filter(object => textAt(object, 'deleted') !== '1').map(objectOf),
  };
}

function isOfLabelme(root: XmlElement, objects: readonly XmlElement[]): boolean {
  const isSaid =
    /labelme/i.test(textAt(root, 'source', 'sourceAnnotation')) || childAt(root, 'imagesize') !== undefined;
  return isSaid || objects.some(object => childAt(object, 'polygon', 'pt') ?? childAt(object, 'segm'));
}

function objectOf(object: XmlElement): AnnotationObject {
  const polygons = object.children.filter(({ name }) => name === 'polygon');
  const bounds = childAt(object, 'bndbox');
  const mask = textAt(object, 'segm', 'mask');
  return {
    name: textAt(object, 'name'),
    rings: polygons.map(numbersIn).filter(numbers => numbers.length > 0),
    box: bounds ? ['xmin', 'ymin', 'xmax', 'ymax'].map(side => numberAt(bounds, side)) : null,
    mask: mask || null,
  };
}

/** Coordinates in the file's order: `<pt><x/><y/></pt>…`, `<point>…` or `<x1/><y1/><x2/>…`. */
function numbersIn(polygon: XmlElement): number[] {
  return polygon.children.flatMap(child => {
    if (/^[xy]\d*$/.test(child.name)) return [numberOf(child)];
    return /^(pt|point)$/.test(child.name) ? [numberAt(child, 'x'), numberAt(child, 'y')] : [];
  });
}

function numberOf({ text }: XmlElement): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

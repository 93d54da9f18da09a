import type { LabelOf, ShapeKind } from '../../../shared/labels/shapes/shapes.ts';
import { brush } from './brush.ts';
import { ellipse } from './ellipse.ts';
import { polygon } from './polygon.ts';
import { polyline } from './polyline.ts';
import { rectangle } from './rectangle.ts';
import type { ShapeView } from './shape-view.ts';

type ImageLabelOf<K extends ShapeKind> = LabelOf<K> & { id: string };

/** Every kind of shape on the canvas, in the order of the toolbar. */
export const SHAPE_VIEWS: { readonly [K in ShapeKind]: ShapeView<ImageLabelOf<K>> } = {
  polygon,
  polyline,
  rectangle,
  ellipse,
  brush,
};

/** How a label looks and is held. */
export function viewOf<K extends ShapeKind>(label: ImageLabelOf<K>): ShapeView<ImageLabelOf<K>> {
  return SHAPE_VIEWS[label.shape];
}

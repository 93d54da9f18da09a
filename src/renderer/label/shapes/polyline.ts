import { IconLine } from '@tabler/icons-react';
import { distanceBetween, nearestVertex, rounded } from '../../../shared/geometry/paths.ts';
import { widthsOf, withWidths } from '../../../shared/labels/shapes/polyline.ts';
import type { LabelOf } from '../../../shared/labels/shapes/shapes.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { type GoingOn, pathTool } from '../tools/path-tool.ts';
import { type Grab, type Pointer, reachOf, type World } from '../tools/tool.ts';
import { grabVertex, ROOM, tracePoints, vertexHandles } from '../tools/vertices.ts';
import type { ShapeView } from './shape-view.ts';

type Polyline = LabelOf<'polyline'> & { id: string };

export const polyline: ShapeView<Polyline> = {
  title: 'Polyline with a width',
  key: 'L',
  icon: IconLine,
  hint: 'Click along the crack, or drag to draw freehand. Start at an end of the selected line to go on with it.',
  drawingHint:
    'Double-click, right-click or Enter finishes. The wheel changes the width, Ctrl+wheel zooms, Space+drag pans.',
  width: 'lineWidth',
  begin: () => pathTool({ isRing: false, least: 2, label: drawn, goingOn }),
  trace: (path, { points }, viewport) => tracePoints(path, points, viewport, false),
  isDashed: false,
  handles(label, pixel) {
    const { vertices, middles } = vertexHandles(label, pixel);
    return { vertices, middles: [...middles, ...sidesOf(label, pixel).map(({ at }) => at)] };
  },
  grab: (label, pointer, world) => grabSide(label, pointer, world) ?? grabVertex(label, pointer, world),
};

function drawn(
  marks: Pick<ImageLabel, 'id' | 'class' | 'source'>,
  points: Point[],
  { lineWidth: width }: World,
  continues: ImageLabel | null,
): ImageLabel {
  const before = continues?.shape === 'polyline' ? continues.widths : undefined;
  const line = { ...marks, shape: 'polyline' as const, points, width };
  return before
    ? withWidths(
        line,
        widthsOf(line).map((each, i) => before[i] ?? each),
      )
    : line;
}

/** The selected polyline, turned so that the end under the pointer is its last vertex. */
function goingOn(at: Point, world: World): GoingOn | null {
  const label = world.selected;
  if (label?.shape !== 'polyline') return null;
  const turned = { ...label, points: label.points.toReversed(), widths: label.widths?.toReversed() };
  const reach = reachOf(world);
  const found = [label, turned].find(({ points }) => distanceBetween(at, points.at(-1)!) <= reach);
  return found ? { label: found, points: found.points, lineWidth: widthsOf(found).at(-1)! } : null;
}

/** CSS px from the edge of the stroke to the handle of its width. */
const BESIDE = 12;
/** A line keeps this width, px. */
const LEAST_WIDTH = 0.5;

interface Side {
  readonly vertex: number;
  readonly at: Point;
  /** Across the line, of length 1. */
  readonly across: Point;
}

/** Beside each vertex with room about it: a handle that changes the width there. */
function sidesOf(label: Polyline, pixel: number): Side[] {
  const { points } = label;
  const widths = widthsOf(label);
  return points.flatMap((point, vertex) => {
    const [before, after] = [points[vertex - 1] ?? point, points[vertex + 1] ?? point];
    const near = [before, after].some(each => each !== point && distanceBetween(each, point) < ROOM * pixel);
    const length = distanceBetween(before, after);
    if (near || length === 0) return [];
    const across: Point = [(after[1] - before[1]) / length, (before[0] - after[0]) / length];
    const far = widths[vertex] / 2 + BESIDE * pixel;
    return [{ vertex, across, at: [point[0] + far * across[0], point[1] + far * across[1]] }];
  });
}

function grabSide(label: Polyline, { at }: Pointer, world: World): Grab | null {
  const sides = sidesOf(label, world.pixel);
  const index = nearestVertex(
    at,
    sides.map(side => side.at),
    reachOf(world),
  );
  if (index === null || nearestVertex(at, label.points, reachOf(world)) !== null) return null;
  const { vertex, across, at: start } = sides[index];
  const [x, y] = label.points[vertex];
  const to = (place: Point): Polyline => {
    const far = (place[0] - x) * across[0] + (place[1] - y) * across[1] - BESIDE * world.pixel;
    return withWidths(label, [...widthsOf(label)].with(vertex, Math.max(LEAST_WIDTH, rounded(2 * far))));
  };
  return { start, label: to, edits: place => [{ kind: 'replace', label: to(place) }] };
}

import fc from 'fast-check';
import type { LabelOf, ShapeKind } from '../../src/shared/labels/shapes/shapes.ts';
import type { Label, Point } from '../../src/shared/schemas/label.ts';
import { keysOf } from '../../src/shared/table.ts';

/** Where labels lie: inside a picture of some px, over its edge and outside. */
interface Numbers {
  readonly coordinate: fc.Arbitrary<number>;
  readonly length: fc.Arbitrary<number>;
  readonly pixel: fc.Arbitrary<number>;
  /** Of the box of a brush mask. */
  readonly across: fc.Arbitrary<number>;
}

/** Numbers that add up exactly, such that no upright edge goes through the middle of a pixel, which would belong to either side. */
const plainNumbers = (size: number): Numbers => ({
  coordinate: fc.integer({ min: -4 * 64, max: (size + 4) * 64 }).map(n => (2 * n + 1) / 128),
  length: fc.integer({ min: 8, max: size * 64 }).map(n => n / 64),
  pixel: fc.integer({ min: -3, max: size }),
  across: fc.integer({ min: 4, max: 9 }),
});

/** Those and any others, most of which are tiny: on the edge of a pixel, or of what a double tells apart. */
function anyNumbers(size: number): Numbers {
  const { coordinate, length, pixel } = plainNumbers(size);
  // JSON knows no -0.
  const anywhere = fc.double({ min: -4, max: size + 4, noNaN: true }).map(value => value + 0);
  return {
    coordinate: fc.oneof(coordinate, anywhere),
    length: fc.oneof(length, fc.double({ min: 0.1, max: size, noNaN: true })),
    pixel,
    across: fc.integer({ min: 1, max: 9 }),
  };
}

type Shapes = { readonly [K in ShapeKind]: (of: Numbers) => fc.Arbitrary<Omit<LabelOf<K>, 'class' | 'source'>> };

/** Labels of each kind. */
const SHAPES: Shapes = {
  polygon: ({ coordinate }) =>
    fc.record(
      {
        shape: fc.constant('polygon' as const),
        points: points(coordinate, 3),
        border: fc.constantFrom(true as const, 'opencv' as const),
      },
      { requiredKeys: ['shape', 'points'] },
    ),
  polyline({ coordinate, length }) {
    const width = length.map(each => each / 4);
    return points(coordinate, 1).chain(line =>
      fc.record(
        {
          shape: fc.constant('polyline' as const),
          points: fc.constant(line),
          width,
          widths: fc.array(width, { minLength: line.length, maxLength: line.length }),
        },
        { requiredKeys: ['shape', 'points', 'width'] },
      ),
    );
  },
  rectangle: ({ coordinate, length }) =>
    fc.record({
      shape: fc.constant('rectangle' as const),
      x: coordinate,
      y: coordinate,
      width: length,
      height: length,
      rotation,
    }),
  ellipse: ({ coordinate, length }) =>
    fc.record({
      shape: fc.constant('ellipse' as const),
      cx: coordinate,
      cy: coordinate,
      rx: length.map(radius => radius / 2),
      ry: length.map(radius => radius / 2),
      rotation,
    }),
  brush: ({ pixel, across }) =>
    fc
      .record({ x: pixel, y: pixel, width: across })
      .chain(box => fc.record({ box: fc.constant(box), runs: fc.array(fc.nat(7), { minLength: 1, maxLength: 12 }) }))
      .map(({ box, runs }) => {
        const total = runs.reduce((sum, run) => sum + run, 0);
        const height = Math.ceil(Math.max(1, total) / box.width);
        const filled = runs.length % 2 === 0 ? runs : [...runs, 0];
        return { shape: 'brush' as const, ...box, height, runs: [...filled, box.width * height - total] };
      }),
};

const rotation = fc.oneof(
  fc.constant(0),
  fc.double({ min: -180, max: 360, noNaN: true }).map(value => value + 0),
);

const points = (coordinate: fc.Arbitrary<number>, minLength: number): fc.Arbitrary<Point[]> =>
  fc.array(fc.tuple(coordinate, coordinate), { minLength, maxLength: 6 });

export const SHAPE_KINDS = keysOf(SHAPES);

function labelOf(kind: ShapeKind, numbers: Numbers, classNames: readonly string[]): fc.Arbitrary<Label> {
  const shape: fc.Arbitrary<Omit<Label, 'class' | 'source'>> = SHAPES[kind](numbers);
  return fc
    .tuple(shape, fc.constantFrom(...classNames))
    .map(([shape, name]) => ({ ...shape, class: name, source: 'drawn' }) as Label);
}

/** Labels of a kind about a picture of `size` px, whose pixels do not hang on how a double is rounded. */
export function plainLabel(kind: ShapeKind, size: number): fc.Arbitrary<Label> {
  return labelOf(kind, plainNumbers(size), ['crack']);
}

/** Labels of any kind and any of these classes about a picture of `size` px. */
export function anyLabel(size: number, classNames: readonly string[]): fc.Arbitrary<Label> {
  return fc.oneof(...SHAPE_KINDS.map(kind => labelOf(kind, anyNumbers(size), classNames)));
}

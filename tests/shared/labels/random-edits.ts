import fc from 'fast-check';
import { applyEdit, type LabelContent, type LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import { shapeOf } from '../../../src/shared/labels/shapes/shapes.ts';
import type { Random } from '../../../src/shared/random.ts';
import { Random as Generator } from '../../../src/shared/random.ts';
import type { ImageLabel, Point, Review } from '../../../src/shared/schemas/label.ts';
import { anyLabel } from '../../helpers/shapes.ts';

/** Px of the images that random labels lie in. */
export const SIZE = 64;

const STATES = ['unlabelled', 'in progress', 'verified'] as const;

/** Documents with up to six random labels. */
export const content: fc.Arbitrary<LabelContent> = fc
  .tuple(fc.integer(), fc.nat(6), fc.constantFrom(...STATES))
  .map(([seed, count, state]) => {
    const random = new Generator(seed);
    return { state, labels: Array.from({ length: count }, (_, i) => randomLabel(`label-${i}`, random)) };
  });

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)];
}

const REVIEWS: readonly (Review | null)[] = [
  null,
  { verdict: 'approved', remarks: [], at: '2026-01-02T03:04:05.000Z', by: 'Ada' },
  { verdict: 'returned', remarks: [{ at: [3, 4], text: 'goes on' }], at: '2026-01-03T03:04:05.000Z', by: 'Bo' },
];

/** Half of the coordinates lie between pixels, some outside the image. */
function randomPoint(random: Random): Point {
  return [random.below(SIZE * 2) / 2 - 4, random.below(SIZE * 200) / 200];
}

function randomLabel(id: string, random: Random): ImageLabel {
  const [label] = fc.sample(fc.noBias(anyLabel(SIZE, ['crack', 'pitting'])), {
    numRuns: 1,
    seed: random.below(2 ** 30),
  });
  return { ...label, id };
}

/** An edit that fits the document; every kind comes up. */
export function randomEdit(document: LabelContent, random: Random): LabelEdit {
  const { labels } = document;
  const add = (): LabelEdit => ({
    kind: 'add',
    index: random.below(labels.length + 1),
    label: randomLabel(freeId(labels, random.below(2 ** 30)), random),
  });
  if (labels.length === 0) return random.below(4) === 0 ? { kind: 'set-state', state: pick(STATES, random) } : add();
  const label = pick(labels, random);
  const { id } = label;
  switch (random.below(9)) {
    case 0:
      return add();
    case 8:
      return { kind: 'set-review', review: pick(REVIEWS, random) };
    case 1:
      return { kind: 'remove', id };
    case 2:
      return { kind: 'replace', label: randomLabel(id, random) };
    case 3:
      return { kind: 'set-class', id, class: pick(['crack', 'pitting'], random) };
    case 4:
      return { kind: 'reorder', id, index: random.below(labels.length) };
    case 5:
      return { kind: 'set-state', state: pick(STATES, random) };
    default:
      return randomVertexEdit(label, random) ?? add();
  }
}

/** Two rows of edits on one document may come from the same seed, so a number drawn may be in use. */
function freeId(labels: readonly ImageLabel[], number: number): string {
  const id = `new-${number}`;
  return labels.some(label => label.id === id) ? freeId(labels, number + 1) : id;
}

function randomVertexEdit(label: ImageLabel, random: Random): LabelEdit | null {
  const { vertices } = shapeOf(label);
  if (!vertices) return null;
  const { id } = label;
  const points = vertices.of(label);
  const vertex = random.below(points.length);
  const choice = random.below(3);
  if (choice === 0)
    return { kind: 'insert-vertex', id, vertex: random.below(points.length + 1), at: randomPoint(random) };
  if (choice === 1 && points.length > vertices.least) return { kind: 'remove-vertex', id, vertex };
  return { kind: 'move-vertex', id, vertex, to: randomPoint(random) };
}

/** The same row of edits for the same seed, each fitting the document that the ones before it gave. */
export function editsFor(document: LabelContent, count: number, seed: number): LabelEdit[] {
  const random = new Generator(seed);
  const edits: LabelEdit[] = [];
  let edited = document;
  for (let i = 0; i < count; i++) {
    edits.push(randomEdit(edited, random));
    edited = applyEdit(edited, edits[i]);
  }
  return edits;
}

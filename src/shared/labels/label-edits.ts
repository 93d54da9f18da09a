import * as z from 'zod';
import { assertNever } from '../assert.ts';
import { usageError } from '../errors.ts';
import {
  type ImageLabel,
  imageLabelSchema,
  imageStateSchema,
  labelIdSchema,
  type Point,
  pointSchema,
  type Review,
  reviewSchema,
} from '../schemas/label.ts';
import { asDrawn, isPredicted } from './predictions.ts';
import { shapeOf } from './shapes/shapes.ts';

const id = labelIdSchema;
const index = z.int().nonnegative();

/** All that can happen to the labels of an image. */
export const labelEditSchema = z.discriminatedUnion('kind', [
  /** `index`: its place in the order of painting. */
  z.object({ kind: z.literal('add'), index, label: imageLabelSchema }),
  z.object({ kind: z.literal('remove'), id }),
  /** The label of the same id becomes another shape. */
  z.object({ kind: z.literal('replace'), label: imageLabelSchema }),
  z.object({ kind: z.literal('move-vertex'), id, vertex: index, to: pointSchema }),
  /** The new vertex is number `vertex`. */
  z.object({ kind: z.literal('insert-vertex'), id, vertex: index, at: pointSchema }),
  z.object({ kind: z.literal('remove-vertex'), id, vertex: index }),
  z.object({ kind: z.literal('set-class'), id, class: z.string().min(1) }),
  z.object({ kind: z.literal('reorder'), id, index }),
  z.object({ kind: z.literal('set-state'), state: imageStateSchema }),
  /** Null takes the review away. */
  z.object({ kind: z.literal('set-review'), review: reviewSchema.nullable() }),
]);
export type LabelEdit = z.infer<typeof labelEditSchema>;

/** The part of a label document that edits change. */
export interface LabelContent {
  readonly state: z.infer<typeof imageStateSchema>;
  readonly labels: readonly ImageLabel[];
  readonly review?: Review | undefined;
}

/** Edits of the image as a whole; the others are about one label. */
type ImageEdit = Extract<LabelEdit, { kind: 'set-state' | 'set-review' }>;
type VertexEdit = Extract<LabelEdit, { vertex: number }>;

/** The document after an edit. Throws a StudioError (usage) when the edit does not fit the document. */
export function applyEdit<T extends LabelContent>(document: T, edit: LabelEdit): T {
  if (edit.kind === 'set-state') return { ...document, state: edit.state };
  if (edit.kind === 'set-review') {
    const { review: _, ...rest } = document;
    return (edit.review ? { ...rest, review: edit.review } : rest) as T;
  }
  return { ...document, labels: editLabels(document.labels, edit) };
}

/** The document after several edits, all or none. */
export function applyEdits<T extends LabelContent>(document: T, edits: readonly LabelEdit[]): T {
  return edits.reduce((edited, edit) => applyEdit(edited, edit), document);
}

function editLabels(labels: readonly ImageLabel[], edit: Exclude<LabelEdit, ImageEdit>): ImageLabel[] {
  switch (edit.kind) {
    case 'add':
      if (labels.some(label => label.id === edit.label.id))
        throw usageError(`A label "${edit.label.id}" exists already.`);
      return inserted(labels, edit.index, edit.label);
    case 'remove':
      return labels.toSpliced(find(labels, edit.id), 1);
    case 'replace':
      return labels.with(find(labels, edit.label.id), edit.label);
    case 'move-vertex':
    case 'insert-vertex':
    case 'remove-vertex': {
      const at = find(labels, edit.id);
      return labels.with(at, withVertices(labels[at], edit));
    }
    case 'set-class':
      return labels.with(find(labels, edit.id), { ...labels[find(labels, edit.id)], class: edit.class });
    case 'reorder': {
      const from = find(labels, edit.id);
      return inserted(labels.toSpliced(from, 1), edit.index, labels[from]);
    }
    default:
      return assertNever(edit);
  }
}

/** The edit that takes `edit` back; `document` is the one before it. */
export function invertEdit(document: LabelContent, edit: LabelEdit): LabelEdit {
  if (edit.kind === 'set-state') return { kind: 'set-state', state: document.state };
  if (edit.kind === 'set-review') return { kind: 'set-review', review: document.review ?? null };
  if (edit.kind === 'add') return { kind: 'remove', id: edit.label.id };
  const at = find(document.labels, edit.kind === 'replace' ? edit.label.id : edit.id);
  const label = document.labels[at];
  switch (edit.kind) {
    case 'remove':
      return { kind: 'add', index: at, label };
    case 'replace':
      return { kind: 'replace', label };
    case 'move-vertex':
      return { ...edit, to: vertexOf(label, edit.vertex) };
    case 'insert-vertex':
      return { kind: 'remove-vertex', id: edit.id, vertex: edit.vertex };
    case 'remove-vertex':
      if (!verticesOf(label).isPlaceAlone(label)) return { kind: 'replace', label };
      return { kind: 'insert-vertex', id: edit.id, vertex: edit.vertex, at: vertexOf(label, edit.vertex) };
    case 'set-class':
      return { ...edit, class: label.class };
    case 'reorder':
      return { ...edit, index: at };
    default:
      return assertNever(edit);
  }
}

/** The edits that take several back, in the order in which to apply them. */
export function invertEdits(document: LabelContent, edits: readonly LabelEdit[]): LabelEdit[] {
  const inverses: LabelEdit[] = [];
  let before = document;
  for (const edit of edits) {
    inverses.unshift(invertEdit(before, edit));
    before = applyEdit(before, edit);
  }
  return inverses;
}

/**
 * What a person's edits mean for the image: the first one on an unlabelled image puts it in progress, labels that
 * change are no longer the ones that were approved, and what a model found in an image that is verified counts as drawn.
 */
export function withProgress(document: LabelContent, edits: readonly LabelEdit[]): readonly LabelEdit[] {
  const kinds = new Set(edits.map(({ kind }) => kind));
  const byModel = edits.every(edit => isByModel(document, edit));
  const begins = document.state === 'unlabelled' && !kinds.has('set-state') && !byModel;
  const outdates =
    document.review?.verdict === 'approved' &&
    !kinds.has('set-review') &&
    edits.some(({ kind }) => kind !== 'set-state');
  const verifies = edits.some(edit => edit.kind === 'set-state' && edit.state === 'verified');
  return [
    ...(begins ? [{ kind: 'set-state', state: 'in progress' } as const] : []),
    ...(outdates ? [{ kind: 'set-review', review: null } as const] : []),
    ...edits,
    ...(verifies ? accepted(applyEdits(document, edits).labels) : []),
  ];
}

/** Whether an edit brings or takes what a model found. */
function isByModel({ labels }: LabelContent, edit: LabelEdit): boolean {
  if (edit.kind === 'add') return isPredicted(edit.label);
  return edit.kind === 'remove' && labels.some(label => label.id === edit.id && isPredicted(label));
}

function find(labels: readonly ImageLabel[], wanted: string): number {
  const at = labels.findIndex(label => label.id === wanted);
  if (at < 0) throw usageError(`There is no label "${wanted}" in this image.`);
  return at;
}

function inserted<T>(items: readonly T[], at: number, item: T): T[] {
  if (at > items.length) throw usageError(`Nothing can stand at place ${at} of ${items.length}.`);
  return items.toSpliced(at, 0, item);
}

function withVertices(label: ImageLabel, edit: VertexEdit): ImageLabel {
  const vertices = verticesOf(label);
  const count = vertices.of(label).length;
  if (edit.kind === 'insert-vertex') {
    if (edit.vertex > count) throw usageError(`Nothing can stand at place ${edit.vertex} of ${count}.`);
    return vertices.inserted(label, edit.vertex, edit.at);
  }
  vertexOf(label, edit.vertex);
  if (edit.kind === 'move-vertex') return vertices.moved(label, edit.vertex, edit.to);
  if (count <= vertices.least)
    throw usageError(`A ${label.shape} keeps at least ${vertices.least} vertices: remove the label.`);
  return vertices.removed(label, edit.vertex);
}

function vertexOf(label: ImageLabel, vertex: number): Point {
  const points = verticesOf(label).of(label);
  if (vertex >= points.length) throw usageError(`The label "${label.id}" has no vertex ${vertex}.`);
  return points[vertex];
}

function verticesOf(label: ImageLabel) {
  const { vertices } = shapeOf(label);
  if (!vertices) throw usageError(`The label "${label.id}" is a ${label.shape} and has no vertices.`);
  return vertices;
}

/** The edits by which a person takes what a model found for right: it counts as drawn. */
export function accepted(labels: readonly ImageLabel[]): LabelEdit[] {
  return labels.filter(isPredicted).map(label => ({ kind: 'replace', label: asDrawn(label) }));
}

import * as z from 'zod';
import { assertNever } from '../assert.ts';
import { StudioError, usageError } from '../errors.ts';
import { type LabelClass, labelClassSchema, projectClassesSchema } from '../schemas/project.ts';
import type { LabelContent, LabelEdit } from './label-edits.ts';

const { name, colour } = labelClassSchema.shape;

/** What can become of a class, the project's and that of its labels. */
export const classChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rename'), name, to: name }),
  z.object({ kind: z.literal('recolour'), name, colour }),
  /** Its labels become those of another, and it goes. */
  z.object({ kind: z.literal('merge'), name, into: name }),
  /** `withLabels`: they are deleted, too; otherwise it goes only if it has none. */
  z.object({ kind: z.literal('delete'), name, withLabels: z.boolean().default(false) }),
]);
export type ClassChange = z.infer<typeof classChangeSchema>;

/** The classes after a change, in their order. Throws a StudioError when there is no such class, or the change leaves none or two of a name. */
export function changedClasses(classes: readonly LabelClass[], change: ClassChange): LabelClass[] {
  const at = requireClass(classes, change.name);
  switch (change.kind) {
    case 'rename':
      if (classes.some((other, i) => i !== at && other.name === change.to))
        throw usageError(`There is a class ${change.to} already: merge ${change.name} into it.`);
      return classes.with(at, { ...classes[at], name: change.to });
    case 'recolour':
      return classes.with(at, { ...classes[at], colour: change.colour });
    case 'merge':
      if (requireClass(classes, change.into) === at) throw usageError(`${change.name} is that class itself.`);
      return classes.toSpliced(at, 1);
    case 'delete':
      if (classes.length === 1)
        throw usageError(`A project keeps at least one class: rename ${change.name}, or add another first.`);
      return classes.toSpliced(at, 1);
    default:
      return assertNever(change);
  }
}

/** What a change means for the labels of an image; nothing for most. */
export function classEdits({ labels }: LabelContent, change: ClassChange): LabelEdit[] {
  const own = labels.filter(label => label.class === change.name);
  switch (change.kind) {
    case 'rename':
      return own.map(({ id }) => ({ kind: 'set-class', id, class: change.to }));
    case 'recolour':
      return [];
    case 'merge':
      return own.map(({ id }) => ({ kind: 'set-class', id, class: change.into }));
    case 'delete':
      return own.map(({ id }) => ({ kind: 'remove', id }));
    default:
      return assertNever(change);
  }
}

/** The name under which labels of a class are found after a change; null when they are gone. */
export function nameAfter(of: string, change: ClassChange): string | null {
  if (change.name !== of) return of;
  if (change.kind === 'delete') return null;
  return change.kind === 'rename' ? change.to : change.kind === 'merge' ? change.into : of;
}

/** Throws a StudioError when a class goes that has labels, and nobody said what becomes of them. */
export function requireDecided(change: ClassChange, labels: number, images: number): void {
  if (change.kind !== 'delete' || change.withLabels || labels === 0) return;
  const what = `The class ${change.name} has ${labels} label${labels === 1 ? '' : 's'} in ${images} image${images === 1 ? '' : 's'}`;
  throw new StudioError(`${what}`, { code: 'class-in-use', name: change.name });
}

/**
 * The classes when a change from `before` to `after` is taken back: what was done to others since stays. Throws a StudioError when
 * two would bear one name.
 */
export function restoredClasses(
  now: readonly LabelClass[],
  before: readonly LabelClass[],
  after: readonly LabelClass[],
): LabelClass[] {
  const named = (classes: readonly LabelClass[], wanted: string) => classes.find(each => each.name === wanted);
  const isUntouched = (each: LabelClass) => JSON.stringify(each) === JSON.stringify(named(after, each.name));
  const known = new Set([...before, ...after].map(each => each.name));
  const restored = before.flatMap(each => (isUntouched(each) ? (named(now, each.name) ?? []) : each));
  const since = now.filter(each => !known.has(each.name));
  return projectClassesSchema.parse([...restored, ...since]);
}

function requireClass(classes: readonly LabelClass[], wanted: string): number {
  const at = classes.findIndex(each => each.name === wanted);
  if (at < 0)
    throw usageError(`The project has no class "${wanted}": it has ${classes.map(each => each.name).join(', ')}.`);
  return at;
}

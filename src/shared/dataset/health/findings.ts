import * as z from 'zod';
import { labelIdSchema } from '../../schemas/label.ts';
import { keysOf } from '../../table.ts';

/**
 * What a check of the data can find, the most serious kinds first. `weight`: how suspicious a clear case is, 0 to 1; our
 * judgement of what costs a model most.
 */
export const FINDINGS = {
  'leaked-duplicate': { title: 'The same picture in train and val', weight: 1 },
  'labelled-differently': { title: 'The same picture with other labels', weight: 0.95 },
  'annotators-disagree': { title: 'Two annotators disagree', weight: 0.9 },
  'covers-nothing': { title: 'Label without a pixel', weight: 0.85 },
  'leaked-neighbour': { title: 'Neighbours in time in train and val', weight: 0.8 },
  'model-disagrees': { title: 'Model and label disagree', weight: 0.8 },
  'outside-image': { title: 'Label outside the image', weight: 0.7 },
  duplicate: { title: 'The same picture twice', weight: 0.6 },
  'rare-class': { title: 'Rare class', weight: 0.55 },
  exposure: { title: 'Too dark, too bright or flat', weight: 0.5 },
  blurred: { title: 'Blurred', weight: 0.5 },
  'tiny-label': { title: 'Tiny label', weight: 0.4 },
  'near-duplicate': { title: 'Nearly the same picture', weight: 0.35 },
} as const satisfies Record<string, { title: string; weight: number }>;

export type FindingKind = keyof typeof FINDINGS;

export const findingKindSchema = z.enum(keysOf(FINDINGS));

/** Something to look at. */
export const findingSchema = z.object({
  kind: findingKindSchema,
  /** File name in `images/`; null for what concerns the data as a whole. */
  image: z.string().nullable(),
  /** The image that it is seen beside. */
  other: z.string().nullable(),
  /** The label that it is about. */
  label: labelIdSchema.nullable(),
  /** 0 to 1: how much it is worth a look. */
  suspicion: z.number().min(0).max(1),
  /** In one sentence: what was found. */
  text: z.string(),
});

/** A finding; of one kind, or of several: what a check finds stands in its type. */
export type Finding<Kind extends FindingKind = FindingKind> = z.infer<typeof findingSchema> & { kind: Kind };

/** A finding of its kind's weight times `degree` (0 to 1). */
export function finding<Kind extends FindingKind>(
  kind: Kind,
  image: string | null,
  text: string,
  { degree = 1, other = null, label = null }: { degree?: number; other?: string | null; label?: string | null } = {},
): Finding<Kind> {
  return { kind, image, other, label, suspicion: FINDINGS[kind].weight * Math.min(1, Math.max(0, degree)), text };
}

/** All that was looked for. A kind of finding that none of these can be, for nothing looks for it, does not compile. */
export function ofEveryKind<Kind extends FindingKind>(
  findings: readonly Finding<Kind>[] &
    ([FindingKind] extends [Kind] ? unknown : { unsought: Exclude<FindingKind, Kind> }),
): readonly Finding[] {
  return findings;
}

/** The most suspicious first; of equals by kind, then by name. */
export function bySuspicion(findings: readonly Finding[]): Finding[] {
  const order: readonly FindingKind[] = keysOf(FINDINGS);
  return [...findings].sort(
    (a, b) =>
      b.suspicion - a.suspicion ||
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      ((a.image ?? '') < (b.image ?? '') ? -1 : 1),
  );
}

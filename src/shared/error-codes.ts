import * as z from 'zod';
import { assertNever } from './assert.ts';
import { nothingReasonSchema } from './interchange/nothing-imported.ts';

/**
 * What is known of an error beside its sentence: its code, by which a program may decide, and the data from which a door
 * words what to do there. Most errors need neither, for their sentence says all: they are `usage`, a request that makes no
 * sense as it stands, or `failure`, one that could not be carried out.
 */
export const errorDetailsSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('usage') }),
  z.object({ code: z.literal('failure') }),
  /** The studio did not answer: the request may have been carried out, or not. */
  z.object({ code: z.literal('unanswered') }),
  /** No call of the contract. */
  z.object({ code: z.literal('unknown') }),
  /** A caller without the right to call. */
  z.object({ code: z.literal('denied') }),
  /** A file that is not there, may not be read, or is damaged. */
  z.object({ code: z.literal('unreadable'), path: z.string() }),
  /** A folder that is to be opened as a project is none. */
  z.object({ code: z.literal('no-project'), folder: z.string() }),
  /** A folder that is to become a project is one already. */
  z.object({ code: z.literal('project-exists'), folder: z.string() }),
  /** The process of a worker was ended because it took too much memory. */
  z.object({
    code: z.literal('out-of-memory'),
    worker: z.enum(['training', 'tensorflow', 'inference', 'measure', 'export']),
  }),
  /** A side of the split holds no images. */
  z.object({ code: z.literal('empty-split'), split: z.enum(['train', 'val']) }),
  /** Frames are to be taken from a video, but not which. */
  z.object({ code: z.literal('no-frames-chosen') }),
  /** An import of which nothing came, and what kept it from that. */
  z.object({ code: z.literal('nothing-imported'), reason: nothingReasonSchema }),
  /** Labels that are to be imported have more classes than a person tells apart. */
  z.object({ code: z.literal('too-many-classes') }),
  /** Edits of labels that were made from an older revision than the newest. */
  z.object({ code: z.literal('stale-labels') }),
  /** A class is to go, and nobody said what becomes of its labels. */
  z.object({ code: z.literal('class-in-use'), name: z.string() }),
]);

export type ErrorDetails = z.infer<typeof errorDetailsSchema>;
export type ErrorCode = ErrorDetails['code'];
export type ErrorOf<C extends ErrorCode> = Extract<ErrorDetails, { code: C }>;

/** Whether the request itself is to blame: exit code 2, and 400 over HTTP. */
export const IS_USAGE: Readonly<Record<ErrorCode, boolean>> = {
  usage: true,
  failure: false,
  unanswered: false,
  unknown: true,
  denied: true,
  unreadable: false,
  'no-project': false,
  'project-exists': true,
  'out-of-memory': false,
  'empty-split': false,
  'no-frames-chosen': true,
  'nothing-imported': false,
  'too-many-classes': false,
  'stale-labels': false,
  'class-in-use': true,
};

/** The codes whose remedy is another at every door: a flag here, a button there. The sentence leaves it out. */
type RemedyCode =
  | 'no-project'
  | 'out-of-memory'
  | 'empty-split'
  | 'no-frames-chosen'
  | 'nothing-imported'
  | 'too-many-classes'
  | 'class-in-use';

/** What to do at one door, as the end of a sentence: one entry for every error that needs it. */
export type Remedies = { readonly [C in RemedyCode]: (details: ErrorOf<C>) => string };

/** What a door says is to be done; undefined where the sentence says it. */
export function remedyFor(details: ErrorDetails, remedies: Remedies): string | undefined {
  switch (details.code) {
    case 'no-project':
      return remedies['no-project'](details);
    case 'out-of-memory':
      return remedies['out-of-memory'](details);
    case 'empty-split':
      return remedies['empty-split'](details);
    case 'no-frames-chosen':
      return remedies['no-frames-chosen'](details);
    case 'nothing-imported':
      return remedies['nothing-imported'](details);
    case 'too-many-classes':
      return remedies['too-many-classes'](details);
    case 'class-in-use':
      return remedies['class-in-use'](details);
    case 'usage':
    case 'failure':
    case 'unanswered':
    case 'unknown':
    case 'denied':
    case 'unreadable':
    case 'project-exists':
    case 'stale-labels':
      return undefined;
    default:
      return assertNever(details);
  }
}

import * as z from 'zod';
import { ENCODINGS } from './encodings.ts';

/** A line is no wider, px. */
export const MAX_LINE_WIDTH = 1000;

/** A question that an import asks: its flag and help on the command line, its words in the window, and its answers. */
export interface Choice {
  readonly flag: string;
  /** What the flag alone means. */
  readonly bare?: string;
  readonly help: string;
  readonly label: string;
  /** The words of each answer; the first is what holds when nobody answers. */
  readonly answers: Readonly<Record<string, string>>;
}

/** All that the user decides on an import beside where the labels are and what their classes are called. */
export const IMPORT_CHOICES = {
  existing: {
    flag: '--existing <what>',
    help: 'what happens to images that have labels',
    label: 'Images that have labels',
    answers: { keep: 'Keep their labels', replace: 'Replace their labels', add: 'Add to their labels' },
  },
  missing: {
    flag: '--missing <state>',
    help: 'what images are of which the source does not say whether there is a crack',
    label: 'Images without a word',
    answers: { unlabelled: 'Stay unlabelled', empty: 'Are free of cracks' },
  },
  soft: {
    flag: '--soft <what>',
    help: 'what becomes of masks with soft edges: left out, cut at half, or no edges but class numbers',
    label: 'Masks with soft edges',
    answers: { skip: 'Leave them out', half: 'Cut them at half', classes: 'Take grays for class numbers' },
  },
  invert: {
    flag: '--invert [answer]',
    bare: 'yes',
    help: 'whether black is crack and white is not in masks of two values; without an answer: yes',
    label: 'Masks that are mostly crack',
    answers: { ask: 'Leave them out', yes: 'Invert all masks', no: 'Take them as they are' },
  },
  turned: {
    flag: '--turned <how>',
    help: 'whether labels on photos that EXIF turns were drawn on the stored or on the upright photo',
    label: 'Labels on photos that EXIF turns',
    answers: { auto: 'Find out', stored: 'Turn them, too', upright: 'Leave them upright' },
  },
  encoding: {
    flag: '--encoding <name>',
    help: 'how texts are encoded that are not Unicode',
    label: 'Text that is not Unicode',
    answers: { auto: 'Recognise it', ...ENCODINGS },
  },
} as const satisfies Record<string, Choice>;

export type ImportChoice = keyof typeof IMPORT_CHOICES;
export type Answers = { readonly [Name in ImportChoice]: AnswerTo<Name> };
type AnswerTo<Name extends ImportChoice> = keyof (typeof IMPORT_CHOICES)[Name]['answers'] & string;

/** The answers to a choice, the default first. */
export function answersTo<Name extends ImportChoice>(name: Name): [AnswerTo<Name>, ...AnswerTo<Name>[]] {
  return Object.keys(IMPORT_CHOICES[name].answers) as [AnswerTo<Name>, ...AnswerTo<Name>[]];
}

/** Fills in what nobody answered. */
export const answersSchema = z.object({
  existing: answer('existing'),
  missing: answer('missing'),
  soft: answer('soft'),
  invert: answer('invert'),
  turned: answer('turned'),
  encoding: answer('encoding'),
} satisfies Record<ImportChoice, z.ZodType>);

function answer<Name extends ImportChoice>(name: Name) {
  const answers = answersTo(name);
  return z.enum(answers).default(answers[0]);
}

import * as z from 'zod';
import { widthClassesSchema } from '../measure/width-classes.ts';
import { keysOf } from '../table.ts';
import { REPORT_WORDS } from './words.ts';

/** The parts of a report, in their usual order. */
const REPORT_SECTIONS = ['summary', 'findings', 'opinions', 'rejected', 'unseen', 'method', 'signature'] as const;
export type ReportSection = (typeof REPORT_SECTIONS)[number];

/** The columns of its tables of cracks, in their usual order. */
const REPORT_COLUMNS = ['picture', 'position', 'length', 'width', 'class', 'verdict', 'remark', 'score'] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];

const short = z.string().max(300);
const fieldSchema = z.strictObject({
  /** By which a value is given. */
  name: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'wants small letters, digits, - and _'),
  label: short.min(1),
  /** What stands there unless another is given; without either a line is left to write on. */
  value: short.optional(),
});
export type ReportField = z.infer<typeof fieldSchema>;

function each<T extends string>(names: readonly [T, ...T[]]) {
  return z
    .array(z.enum(names))
    .min(1)
    .refine(list => new Set(list).size === list.length, 'names something twice');
}

/** How a company has its reports: all that can be changed without code. Everything may be left out. */
export const reportTemplateSchema = z.strictObject({
  version: z.literal(1).default(1),
  /** BCP 47, for screen readers and hyphenation. */
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, 'wants a language such as en or de-CH')
    .default('en'),
  page: z.enum(['A4', 'Letter']).default('A4'),
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'wants a colour such as #1f4e79')
    .default('#1f4e79'),
  /** A picture in the template's own folder, or below. */
  logo: short.optional(),
  /** Name and address, line by line. */
  company: z.string().max(1000).optional(),
  fields: z
    .array(fieldSchema)
    .max(30)
    .refine(fields => new Set(fields.map(({ name }) => name)).size === fields.length, 'has a name twice')
    .default([
      { name: 'asset', label: 'Asset' },
      { name: 'inspector', label: 'Inspector' },
      { name: 'date', label: 'Date of inspection' },
    ]),
  /** Which parts, in which order. */
  sections: each(REPORT_SECTIONS).default([...REPORT_SECTIONS]),
  columns: each(REPORT_COLUMNS).default(['picture', 'position', 'length', 'width', 'class', 'verdict', 'remark']),
  /** The id of classes that the studio knows, or a company's own. */
  widthClasses: z.union([z.string().max(60), widthClassesSchema]).optional(),
  /** Who signs. */
  signatures: z.array(short.min(1)).max(6).default(['Inspector', 'Client']),
  words: z.partialRecord(z.enum(keysOf(REPORT_WORDS)), z.string().max(600)).default({}),
});
export type ReportTemplate = z.infer<typeof reportTemplateSchema>;

/** The template of who has none. */
export const PLAIN_TEMPLATE: ReportTemplate = reportTemplateSchema.parse({});

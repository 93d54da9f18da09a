import * as z from 'zod';
import { INTERCHANGE_FORMATS } from './interchange/formats.ts';
import { answersSchema, MAX_LINE_WIDTH } from './interchange/import-choices.ts';
import { interchangeReportSchema } from './interchange/report.ts';
import { jobSchema } from './schemas/id.ts';

/** A full path on the studio's machine. */
const path = z.string().min(1).max(4096);
const format = z.enum(INTERCHANGE_FORMATS);
const none = z.object({});

export const importChoicesSchema = answersSchema.extend({
  /** A folder, a zip or a file of another tool; and where the pictures are if they are elsewhere. */
  source: path,
  images: path.optional(),
  format: z.union([format, z.literal('auto')]).default('auto'),
  /** What classes of the source are to be called here; null leaves their labels out. */
  classes: z.record(z.string().max(1000), z.string().trim().min(1).max(100).nullable()).default({}),
  /** How wide lines come in, px, which other tools give no width; as the format has it when left out. */
  lineWidth: z.number().positive().max(MAX_LINE_WIDTH).optional(),
});
export type ImportChoices = z.infer<typeof importChoicesSchema>;

const planInput = importChoicesSchema.extend({ job: jobSchema });

/** What undoing an import did. */
export const undoneSchema = z.object({
  id: z.string(),
  source: z.string(),
  /** Images whose labels are as they were, and those that are gone because the import had brought them. */
  restored: z.int(),
  removed: z.int(),
  /** Images that somebody worked on since; they are left as they are. */
  kept: z.array(z.string()),
});
export type Undone = z.infer<typeof undoneSchema>;

/** The calls that bring labels in from other tools and take them out. They work on the project that is open. */
export const interchangeCalls = {
  /** Every format as its users call it. */
  'interchange.formats': {
    input: none,
    output: z.object({ formats: z.array(z.object({ id: format, title: z.string(), writes: z.boolean() })) }),
  },
  /** What labels lie at a path; null when that cannot be told. */
  'interchange.recognise': {
    input: z.object({ path }),
    output: z.object({ found: z.object({ format, title: z.string(), reason: z.string() }).nullable() }),
  },
  /** What an import would do; writes nothing. */
  'interchange.plan': { input: planInput, output: interchangeReportSchema },
  /** Imports, as one step that can be undone; when it fails or is cancelled, all is as before. */
  'interchange.import': { input: planInput, output: interchangeReportSchema },
  /** The import that an undo would take back; null when there is none. */
  'interchange.lastImport': {
    input: none,
    output: z.object({ last: z.object({ id: z.string(), at: z.string(), source: z.string() }).nullable() }),
  },
  'interchange.undoImport': { input: z.object({ job: jobSchema }), output: undoneSchema },
  /** Writes the labels for another tool to a folder that is not there yet, or a zip, and reads them back. */
  'interchange.export': {
    input: z.object({ format, out: path, withImages: z.boolean().default(false), job: jobSchema }),
    output: interchangeReportSchema,
  },
} as const;

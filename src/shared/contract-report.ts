import * as z from 'zod';
import { jobSchema } from './schemas/id.ts';

const name = z.string().min(1).max(255);

/** The calls that make reports of inspections of the project that is open. */
export const reportCalls = {
  /** What a person can fill in before a report is made, by the project's own template (`report.yaml`), else the plain one: the fields with what will stand there, and its classes by width. */
  'report.fields': {
    input: z.object({}),
    output: z.object({
      fields: z.array(z.object({ name, label: z.string(), value: z.string() })),
      classes: z.string().nullable(),
    }),
  },
  /** Writes `report.html`, `.csv` and `.json` into the inspection's folder, and `.pdf` if it is wanted and can be had; a job. */
  'report.make': {
    input: z.object({
      video: name,
      time: name,
      /** By the names of the fields. */
      values: z.record(name, z.string().max(300)).default({}),
      /** The id of classes by width, in place of the template's. */
      classes: name.optional(),
      /** Times of the video with metres along the asset, "0s=0 60s=12.5". */
      distance: z.string().max(20_000).optional(),
      pdf: z.boolean(),
      job: jobSchema,
    }),
    output: z.object({
      html: z.string(),
      pdf: z.string().nullable(),
      /** Why there is no PDF. */
      pdfProblem: z.string().nullable(),
      findings: z.int(),
      opinions: z.int(),
      unit: z.enum(['px', 'mm']),
    }),
  },
} as const;

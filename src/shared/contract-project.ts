import * as z from 'zod';
import { labelEditSchema } from './labels/label-edits.ts';
import { imageSummarySchema, labelDocumentSchema } from './schemas/label.ts';
import { projectClassesSchema, projectNameSchema, projectSchema, projectSettingsSchema } from './schemas/project.ts';

/** A project as a window sees it. */
export const projectStateSchema = z.object({
  /** Full path. */
  folder: z.string(),
  project: projectSchema,
  /** Why nothing can be changed, in one sentence, or null. */
  readOnly: z.string().nullable(),
  /** What opening it had to set right, a sentence each. */
  notices: z.array(z.string()),
  /** Who works here, as edits and reviews are signed. */
  user: z.string(),
});
export type ProjectState = z.infer<typeof projectStateSchema>;

const none = z.object({});
const folder = z.string().min(1).max(4096);
const image = z.string().min(1).max(255);
const revision = z.int().nonnegative();

/** The calls about the project that is open, and its labels. Folders are full paths on the studio's machine. */
export const projectCalls = {
  'project.create': { input: z.object({ folder, name: projectNameSchema }), output: projectStateSchema },
  /** A project with the video that comes with the studio. */
  'project.createDemo': { input: z.object({ folder }), output: projectStateSchema },
  /** Opens a project and closes the one before; read-only when another studio has it. */
  'project.open': { input: z.object({ folder }), output: projectStateSchema },
  'project.close': { input: none, output: none },
  /** What is open, for a page that was reloaded. */
  'project.current': { input: none, output: z.object({ open: projectStateSchema.nullable() }) },
  /** Changes what is given; settings as a whole. */
  'project.update': {
    input: z.object({
      name: projectNameSchema.optional(),
      classes: projectClassesSchema.optional(),
      settings: projectSettingsSchema.optional(),
    }),
    output: projectStateSchema,
  },
  /** The folder in which new projects are proposed; it need not exist yet. */
  'project.home': { input: none, output: z.object({ folder: z.string() }) },
  'project.recent': {
    input: none,
    output: z.object({
      projects: z.array(z.object({ folder: z.string(), name: z.string(), opened: z.string(), exists: z.boolean() })),
    }),
  },
  /** All training images with their states, by name. */
  'labels.list': { input: none, output: z.object({ images: z.array(imageSummarySchema) }) },
  /** `notice`: one sentence when the document had to be taken from its backup, or made anew. */
  'labels.read': {
    input: z.object({ image }),
    output: z.object({ document: labelDocumentSchema, notice: z.string().nullable() }),
  },
  /**
   * Makes edits, all or none, on the revision they were made from. Once answered they survive any crash; `problem` says
   * why documents and masks cannot be brought up to date at present.
   */
  'labels.edit': {
    input: z.object({ image, revision, edits: z.array(labelEditSchema).min(1).max(1000) }),
    output: z.object({ revision, problem: z.string().nullable() }),
  },
  /** Answers when all label documents and masks are on disk. */
  'labels.flush': { input: none, output: none },
} as const;

/** What every window of a studio is told of its project. */
export const projectEvents = {
  /** The labels of an image were edited, in this window or another. */
  'labels.changed': z.object({ image, revision }),
} as const;

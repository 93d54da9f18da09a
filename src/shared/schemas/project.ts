import * as z from 'zod';
import { pointSchema } from './label.ts';
import type { Migrations } from './migrate.ts';
import { pictureFormSchema } from './video.ts';

/** The format of `studio.json`, and how older ones become it (none yet). */
export const PROJECT_MIGRATIONS: Migrations = { current: 1, steps: {} };

/** What a label can mark. */
export const labelClassSchema = z.object({
  name: z.string().trim().min(1).max(100),
  /** Of its labels on screen, `#rrggbb`. */
  colour: z.string().regex(/^#[0-9a-f]{6}$/i, { error: 'a colour is written #rrggbb' }),
  /** The key that chooses it; each class its own. */
  key: z.string().length(1).optional(),
});
export type LabelClass = z.infer<typeof labelClassSchema>;

export const projectNameSchema = z.string().trim().min(1, { error: 'a project needs a name' }).max(200);

/** Unknown settings are kept, so that a project may visit an older program of the same format. */
export const projectSettingsSchema = z.looseObject({
  /** Train on images that nobody has verified, too. */
  trainUnverified: z.boolean().default(false),
  /** The ROI of each video by its file name, px of the full frame. */
  rois: z.record(z.string(), z.array(pointSchema).min(3)).default({}),
  /** How frames of a video become pictures, by its file name, where it is not as players show them. */
  pictureForms: z.record(z.string(), pictureFormSchema).optional(),
  /** Videos that were opened, the latest first: full paths, or from the project's folder with slashes. */
  videos: z.array(z.string()).optional(),
});

export const projectClassesSchema = z
  .array(labelClassSchema)
  .min(1, { error: 'a project needs at least one class' })
  .refine(classes => new Set(classes.map(({ name }) => name)).size === classes.length, {
    error: 'two classes bear the same name',
  });

/** `studio.json`: what the folders of the reference pipeline do not say. */
export const projectSchema = z.looseObject({
  version: z.literal(PROJECT_MIGRATIONS.current),
  name: projectNameSchema,
  classes: projectClassesSchema,
  settings: projectSettingsSchema.prefault({}),
});
export type Project = z.infer<typeof projectSchema>;

/** A project with nothing in it yet. */
export function newProject(name: string, classNames: readonly string[] = ['crack']): Project {
  const classes = classNames.reduce<LabelClass[]>(withClass, []);
  return projectSchema.parse({ version: PROJECT_MIGRATIONS.current, name, classes });
}

/** Told apart on gray pictures. */
const COLOURS = ['#ff5a3c', '#3cb4ff', '#ffd23c', '#7ddc5a', '#c77dff'] as const;

/** The colour of each class: the project's, or of one that it does not know the one that a new class in its place would get. */
export function coloursOf(names: readonly string[], known: readonly LabelClass[] = []): string[] {
  return names.map((name, i) => known.find(each => each.name === name)?.colour ?? COLOURS[i % COLOURS.length]);
}

/** The classes and one more, with the first colour and digit that none of them has. */
export function withClass(classes: readonly LabelClass[], name: string): LabelClass[] {
  const colour = COLOURS.find(each => classes.every(other => other.colour !== each));
  const key = Array.from('123456789').find(each => classes.every(other => other.key !== each));
  return [...classes, { name, colour: colour ?? COLOURS[classes.length % COLOURS.length], ...(key && { key }) }];
}

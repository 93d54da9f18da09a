import * as z from 'zod';
import { settingsChangeSchema, settingsSchema } from './settings.ts';

const readSchema = z.object({
  file: z.string(),
  settings: settingsSchema,
  /** What of the file was not understood; null when all was. */
  notice: z.string().nullable(),
});

/** The calls about the user's settings, which hold for all projects on this machine. */
export const settingsCalls = {
  'settings.read': { input: z.object({}), output: readSchema },
  /** Null takes a setting back to its default. */
  'settings.change': { input: z.object({ change: settingsChangeSchema }), output: readSchema },
} as const;

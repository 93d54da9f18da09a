import * as z from 'zod';

/** The calls about the log, which is never sent anywhere. */
export const logCalls = {
  /** Something broke in the page: its stack goes into the log. */
  'log.write': {
    input: z.object({ where: z.string().max(200), text: z.string().max(16_000) }),
    output: z.object({}),
  },
  /** The file of the log, and its newest entries, oldest first. */
  'log.read': {
    input: z.object({}),
    output: z.object({ file: z.string(), text: z.string() }),
  },
  /** Saves a zip into a folder, for whoever mends the studio: log, versions, settings, machine; no pictures, no names. */
  'log.saveReport': {
    input: z.object({ folder: z.string() }),
    output: z.object({ path: z.string() }),
  },
} as const;

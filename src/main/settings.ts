import path from 'node:path';
import envPaths from 'env-paths';
import * as z from 'zod';
import { readIfThere } from '../node/read-file.ts';
import { StudioError } from '../shared/errors.ts';

/** Where this user's settings and caches live, by the habits of the operating system. */
const places = envPaths('crack-studio', { suffix: '' });
export const settingsFile = path.join(places.config, 'settings.json');
export const cacheFolder = places.cache;
export const logFolder = places.log;

const settingsSchema = z.strictObject({
  /** The ffmpeg program to use, before any other. */
  ffmpegPath: z.string().min(1).optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The user's settings; none at all when the file does not exist. */
export async function readSettings(file = settingsFile): Promise<Settings> {
  const bytes = await readIfThere(file);
  if (bytes === null) return {};
  try {
    return settingsSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new StudioError(
      `The settings in ${file} are not valid: they are a JSON object that may hold "ffmpegPath"; correct or delete it.`,
      'failure',
      { cause },
    );
  }
}

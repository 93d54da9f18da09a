import path from 'node:path';
import envPaths from 'env-paths';
import { writeFileAtomic } from '../node/atomic-file.ts';
import { makeFolder } from '../node/folders.ts';
import { logError } from '../node/log.ts';
import { readIfThere } from '../node/read-file.ts';
import { changedSettings, type Settings, type SettingsChange, understoodSettings } from '../shared/settings.ts';

/** Where this user's settings, caches and log live, by the habits of the operating system. */
const places = envPaths('crack-studio', { suffix: '' });
export const settingsFile = path.join(places.config, 'settings.json');
export const cacheFolder = places.cache;
export const logFolder = places.log;

/** A larger file is no settings. */
const MOST_BYTES = 2 ** 20;

/** The user's settings, where they stand, and a sentence on what of the file was not understood. */
export interface ReadSettings {
  readonly file: string;
  readonly settings: Settings;
  readonly notice: string | null;
}

/** Reads the user's settings as far as they can be read; none when there is no file. Never throws: the studio starts with any file. */
export async function readSettings(file = settingsFile): Promise<ReadSettings> {
  const { settings, doubt } = understoodSettings((await textOf(file)) ?? '{}');
  const notice = doubt === null ? null : `The settings in ${file} are used as far as they are understood: ${doubt}.`;
  return { file, settings, notice };
}

/** Changes settings. A file that was not understood is kept beside as `settings.kept.json`. Throws a StudioError. */
export async function changeSettings(change: SettingsChange, file = settingsFile): Promise<ReadSettings> {
  const before = await textOf(file);
  const understood = understoodSettings(before ?? '{}');
  const { settings, text } = changedSettings(understood.settings, change);
  await makeFolder(path.dirname(file));
  if (before !== null && understood.doubt !== null) {
    await writeFileAtomic(path.join(path.dirname(file), 'settings.kept.json'), before);
  }
  await writeFileAtomic(file, text);
  return { file, settings, notice: null };
}

/** Null when there is no file; of one that cannot be read, a text that is no settings. */
async function textOf(file: string): Promise<string | null> {
  try {
    return (await readIfThere(file, MOST_BYTES))?.toString('utf8') ?? null;
  } catch (error) {
    logError('settings', error);
    return '';
  }
}

import * as z from 'zod';
import { keysOf } from './table.ts';

/** The format of the file, raised when a setting changes its meaning. */
const VERSION = 1;

/** What a user may set, for all projects on this machine; one entry for each: every door offers it. */
export const SETTINGS = {
  ffmpegPath: {
    schema: z.string().min(1).max(4096),
    about: 'the ffmpeg program to use, before any other',
  },
  textSize: {
    schema: z.int().min(80).max(200),
    about: 'size of the text in the window, 80 to 200 %',
  },
} as const;

export type SettingName = keyof typeof SETTINGS;

/** A setting that is not there has its default. */
export const settingsSchema = z.object({
  ffmpegPath: SETTINGS.ffmpegPath.schema.optional(),
  textSize: SETTINGS.textSize.schema.optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What is to be changed; null takes a setting back to its default. */
export const settingsChangeSchema = z.strictObject({
  ffmpegPath: SETTINGS.ffmpegPath.schema.nullable().optional(),
  textSize: SETTINGS.textSize.schema.nullable().optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

export interface UnderstoodSettings {
  readonly settings: Settings;
  /** What was not understood, as the end of a sentence; null when all was. */
  readonly doubt: string | null;
}

/** Reads the text of a settings file as far as it can be: one that is wrong, newer or half written loses no more than what is wrong in it. */
export function understoodSettings(text: string): UnderstoodSettings {
  const found = z.record(z.string(), z.unknown()).safeParse(parsed(text));
  if (!found.success) return { settings: {}, doubt: 'it is damaged' };
  const { version = VERSION, ...rest } = found.data;
  const good = keysOf(SETTINGS).filter(name => SETTINGS[name].schema.safeParse(rest[name]).success);
  const settings = settingsSchema.parse(Object.fromEntries(good.map(name => [name, rest[name]])));
  if (version !== VERSION) return { settings, doubt: 'another version of the studio wrote it' };
  const wrong = Object.keys(rest).filter(name => !good.some(each => each === name));
  return {
    settings,
    doubt: wrong.length > 0 ? `it says nothing that can be used of ${wrong.slice(0, 5).join(', ')}` : null,
  };
}

/** The settings after a change, and as the text of their file. */
export function changedSettings(before: Settings, change: SettingsChange): { settings: Settings; text: string } {
  const merged: Record<string, unknown> = { ...before, ...change };
  const kept = keysOf(SETTINGS).filter(name => merged[name] !== undefined && merged[name] !== null);
  const settings = settingsSchema.parse(Object.fromEntries(kept.map(name => [name, merged[name]])));
  return { settings, text: `${JSON.stringify({ version: VERSION, ...settings }, null, 2)}\n` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Command } from 'commander';
import { usageError } from '../shared/errors.ts';
import { type TrainingConfig, trainingConfigSchema } from '../shared/schemas/training.ts';
import { SETTING_GROUPS, SETTING_NAMES, SETTINGS, type SettingName } from '../shared/training/settings/settings.ts';
import { numeral } from './arguments.ts';

const DEFAULTS = trainingConfigSchema.parse({});

/** Gives the command a flag for every setting of a training that has one. */
export function withTrainingFlags(command: Command): Command {
  for (const { title, names } of SETTING_GROUPS) {
    command.optionsGroup(`${title ?? 'Options'}:`);
    for (const name of names) {
      const { kind, flag, about } = SETTINGS[name];
      if (flag === null) continue;
      command.option(`${flagOf(name)} <${flag}>`, about, kind === 'names' ? namesIn : numeral, DEFAULTS[name]);
    }
  }
  return command.optionsGroup('Options:');
}

function namesIn(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',').map(name => name.trim());
}

/** `weightDecay` -> `--weight-decay` */
export function flagOf(setting: SettingName): string {
  return `--${setting.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** The settings among a command's flags. Throws a StudioError that names the flag of a value that cannot be. */
export function parseTrainingFlags(flags: Record<string, unknown>): TrainingConfig {
  const parsed = trainingConfigSchema.safeParse(flags);
  if (parsed.success) return parsed.data;
  const [{ path }] = parsed.error.issues;
  const setting = SETTING_NAMES.find(name => name === path[0])!;
  throw usageError(`${flagOf(setting)} wants ${SETTINGS[setting].schema.description}, not "${flags[setting]}".`);
}

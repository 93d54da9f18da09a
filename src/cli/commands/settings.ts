import { Command } from 'commander';
import { usageError } from '../../shared/errors.ts';
import { SETTINGS, type SettingsChange, settingsChangeSchema } from '../../shared/settings.ts';
import { keysOf } from '../../shared/table.ts';
import { numeral } from '../arguments.ts';
import { outputOf } from '../output.ts';

/** `studio settings`: what this user has set for all projects, and how to change it. */
export function settingsCommand(): Command {
  const names = keysOf(SETTINGS).map(name => `${name}: ${SETTINGS[name].about}`);
  return new Command()
    .description(`show or change the settings of this user (${names.join('; ')})`)
    .argument('[changes...]', 'textSize=125; textSize= takes it back to its default')
    .action(async (changes: string[], _flags: object, command: Command) => {
      const { changeSettings, readSettings } = await import('../../main/settings.ts');
      const output = outputOf(command);
      const { file, settings, notice } = await (changes.length > 0
        ? changeSettings(changeOf(changes))
        : readSettings());
      for (const name of keysOf(SETTINGS)) {
        output.print({ [name]: settings[name] ?? null }, `${name}=${settings[name] ?? ''}`);
      }
      output.note(notice ?? file);
    });
}

function changeOf(texts: readonly string[]): SettingsChange {
  const pairs = texts.map(text => {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw usageError(`A change is a name and a value, textSize=125, not "${text}".`);
    return [name, value === '' ? null : numeral(value)] as const;
  });
  const change = settingsChangeSchema.safeParse(Object.fromEntries(pairs));
  if (change.success) return change.data;
  const known = keysOf(SETTINGS).map(name => `${name} (${SETTINGS[name].about})`);
  throw usageError(`${texts.join(' ')} is no change of the settings: there are ${known.join(' and ')}.`);
}

import type { TrainingConfig } from '../../shared/schemas/training.ts';
import type { Setting } from '../../shared/training/settings/setting.ts';
import { SETTING_NAMES, SETTINGS, type SettingName } from '../../shared/training/settings/settings.ts';

/** The number fields of a section stand in a grid; each other field has a row of its own. */
export type Row = { readonly numbers: readonly SettingName[] } | { readonly field: SettingName };

/** The rows of a section: all its numbers stand together, where the first of them comes. */
export function rowsOf(names: readonly SettingName[], config: TrainingConfig): Row[] {
  const shown = names.filter(name => isShown(name, config));
  const numbers = shown.filter(name => SETTINGS[name].kind === 'number');
  return shown.flatMap((name): Row[] => {
    if (SETTINGS[name].kind !== 'number') return [{ field: name }];
    return name === numbers[0] ? [{ numbers }] : [];
  });
}

/** Whether a setting has a field that means anything with the others as they are. */
export function isShown(name: SettingName, config: TrainingConfig): boolean {
  const { field, onlyWith }: Setting = SETTINGS[name];
  return (
    field !== null && (!onlyWith || SETTING_NAMES.some(each => each === onlyWith[0] && config[each] === onlyWith[1]))
  );
}

/** A change, and the files that mean nothing any more with it forgotten: nobody sees them, and they would be objected to. */
export function withoutHiddenFiles(change: Partial<TrainingConfig>, config: TrainingConfig): Partial<TrainingConfig> {
  const next = { ...config, ...change };
  const hidden = SETTING_NAMES.filter(name => SETTINGS[name].kind === 'text' && !isShown(name, next));
  return { ...change, ...Object.fromEntries(hidden.map(name => [name, SETTINGS[name].schema.parse(undefined)])) };
}

import { keysOf } from '../../table.ts';
import { AUGMENTATION } from './augmentation.ts';
import { BASICS } from './basics.ts';
import { INPUT } from './input.ts';
import { LOSS } from './loss.ts';
import { OPTIMISER } from './optimiser.ts';
import type { Setting } from './setting.ts';

/**
 * Every setting of a training, one record each, by its name in `config.json`. The schema, the flags of `studio train`, the
 * window's form and docs/settings.md are made of these; a default that is not the reference pipeline's keeps old runs as
 * what they were.
 */
export const SETTINGS = { ...BASICS, ...OPTIMISER, ...LOSS, ...AUGMENTATION, ...INPUT } satisfies Record<
  string,
  Setting
>;

/** The name of a setting. */
export type SettingName = keyof typeof SETTINGS;

/** The names of all settings, in the order of `config.json`. */
export const SETTING_NAMES: readonly SettingName[] = keysOf(SETTINGS);

/** Settings that are shown under one heading. */
export interface SettingGroup {
  /** Null for the first thing that is seen, which needs none. */
  readonly title: string | null;
  readonly names: readonly SettingName[];
}

/** In the order in which they are shown. */
export const SETTING_GROUPS: readonly SettingGroup[] = [
  { title: null, names: [...keysOf(BASICS), ...keysOf(INPUT)] },
  { title: 'Optimiser', names: keysOf(OPTIMISER) },
  { title: 'Loss, a weighted sum', names: keysOf(LOSS) },
  { title: 'Augmentation, 0 turns each off', names: keysOf(AUGMENTATION) },
];

type Schemas = { [K in SettingName]: (typeof SETTINGS)[K]['schema'] };

/** What each setting may be; the shape of `trainingConfigSchema`. */
export const SETTING_SCHEMAS = Object.fromEntries(SETTING_NAMES.map(name => [name, SETTINGS[name].schema])) as Schemas;

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TrainModelOptions } from '../main/training/train-model.ts';
import type { TrainingConfig } from '../shared/schemas/training.ts';
import { STARTER } from '../shared/starter.ts';
import { SETTING_NAMES, type SettingName } from '../shared/training/settings/settings.ts';
import { argumentOrVariable } from './arguments.ts';
import { outputOf } from './output.ts';
import { planHere } from './plan.ts';
import { parseTrainingFlags } from './training-flags.ts';

export type NewTraining = Pick<TrainModelOptions, 'dataDir' | 'config' | 'reasons'>;

/** The training that the flags of a command ask for, planned where they ask for that. Throws a StudioError. */
export async function newTraining(
  dir: string | undefined,
  flags: Record<string, unknown>,
  command: Command,
): Promise<NewTraining> {
  const parsed = parseTrainingFlags(flags);
  // A run is resumed from other folders, too.
  const { encoderWeights } = parsed;
  const from = parsed.from === STARTER ? STARTER : parsed.from && resolve(parsed.from);
  const config = { ...parsed, encoderWeights: encoderWeights && resolve(encoderWeights), from };
  const dataDir = argumentOrVariable(dir, 'The training data folder', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
  const isPlanned = config.recipe === 'auto' || (config.minutes > 0 && !isGiven(command, 'recipe'));
  return { dataDir, ...(isPlanned ? await planned(config, dataDir, command) : { config }) };
}

/** How long a training may take where only `--recipe auto` is said. */
const USUAL_MINUTES = 60;

/** The plan for these images, with what flags say in place of what it says. */
async function planned(config: TrainingConfig, dataDir: string, command: Command) {
  const device = config.device === 'auto' ? undefined : config.device;
  const plan = await planHere(dataDir, config.minutes || USUAL_MINUTES, outputOf(command), device);
  const given = SETTING_NAMES.filter(name => isGiven(command, name));
  const said = Object.fromEntries(given.map(name => [name, config[name]]));
  return { config: parseTrainingFlags({ ...config, ...plan.config, ...said }), reasons: plan.reasons };
}

/** Whether the user has said it. */
export function isGiven(command: Command, setting: SettingName): boolean {
  return command.getOptionValueSource(setting) === 'cli';
}

import type { PreparedSet } from '../../shared/schemas/prepared-set.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';

/** The `config.json` of a run that another machine trains: of this one's folders it says nothing. */
export function writtenConfig(config: TrainingConfig, { hash }: PreparedSet): string {
  return `${JSON.stringify({ ...config, data: '', out: '', set: hash }, null, 2)}\n`;
}

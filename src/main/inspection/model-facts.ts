import type { ModelFacts } from '../../shared/contract-inspect.ts';
import type { Predictor } from '../jobs/predictor.ts';

/** What a model's file says of itself; null where it is silent. */
export function modelFacts(path: string, { inputSize, inputMode, classes, metadata }: Predictor): ModelFacts {
  const facts = { path, inputSize, inputMode, classes: [...classes] };
  return { ...facts, epoch: numberIn(metadata.epoch), valDice: numberIn(metadata.val_dice) };
}

function numberIn(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

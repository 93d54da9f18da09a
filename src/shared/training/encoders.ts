import { type Encoder, type TrainingConfig, trainingConfigSchema } from '../schemas/training.ts';

/** What the sides of a network's input must be multiples of, px: so often does its encoder halve them. */
export const SIZE_MULTIPLE: Readonly<Record<Encoder, number>> = { plain: 16, resnet34: 32 };

/** The encoder that a model's metadata names; one that names none is of the time before there was a choice. */
export function encoderIn({ encoder }: Readonly<Record<string, string>>): Encoder {
  return trainingConfigSchema.shape.encoder.catch('plain').parse(encoder);
}

/** The network of a training in few words: `base 32`, or `resnet34, base 32`. */
export function networkWords({ encoder, base }: Pick<TrainingConfig, 'encoder' | 'base'>): string {
  return encoder === 'plain' ? `base ${base}` : `${encoder}, base ${base}`;
}

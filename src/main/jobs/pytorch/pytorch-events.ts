import * as z from 'zod';
import { problemSchema } from '../../../shared/errors.ts';
import { epochMetricsSchema } from '../../../shared/schemas/training.ts';
import type { TrainingEvent } from '../../../shared/worker-protocol.ts';

const count = z.int().nonnegative();

/** What `studio_train.py` tells, a line each. */
const eventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    epoch: z.int().positive(),
    step: z.int().positive(),
    steps: z.int().positive(),
    loss: z.number(),
  }),
  z.object({ kind: z.literal('epoch'), metrics: epochMetricsSchema, best: z.boolean() }),
  z.object({ kind: z.literal('note'), text: z.string().max(2000) }),
  z.object({ kind: z.literal('done'), bestDice: z.number(), bestEpoch: count, stopped: z.boolean() }),
  problemSchema.extend({ kind: z.literal('failed') }),
]);

/** The event of a line; undefined for what is none, or broke off. */
export function pytorchEvent(line: string): TrainingEvent | undefined {
  if (!line.startsWith('{') || line.length > 100_000) return undefined;
  try {
    return eventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

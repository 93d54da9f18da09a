import * as z from 'zod';
import { jobSchema } from './schemas/id.ts';

const device = z.enum(['cpu', 'webgpu']);

/** What was found out about one device by running one small training step on it. */
const measurementSchema = z.discriminatedUnion('usable', [
  z.object({ usable: z.literal(true), device, name: z.string(), milliseconds: z.number() }),
  z.object({ usable: z.literal(false), device, name: z.string(), reason: z.string() }),
]);
export type DeviceMeasurement = z.infer<typeof measurementSchema>;

/** The calls about the machine that the studio runs on. */
export const machineCalls = {
  /** What this machine brings along, for the welcome page. */
  'machine.describe': {
    input: z.object({}),
    output: z.object({
      version: z.string(),
      /** The ffmpeg in use, or why there is none and what to do. */
      ffmpeg: z.discriminatedUnion('found', [
        z.object({ found: z.literal(true), path: z.string() }),
        z.object({ found: z.literal(false), problem: z.string() }),
      ]),
    }),
  },
  /** Times one small training step on every device; takes seconds. */
  'devices.choose': {
    input: z.object({ job: jobSchema }),
    output: z.object({ chosen: device, reason: z.string() }),
  },
  /** What every device takes for that step or why it cannot be used, and whether TensorFlow can train here. */
  'devices.list': {
    input: z.object({ job: jobSchema }),
    output: z.object({
      devices: z.array(measurementSchema),
      chosen: device,
      reason: z.string(),
      tensorflow: z.discriminatedUnion('usable', [
        z.object({ usable: z.literal(true), name: z.string() }),
        z.object({ usable: z.literal(false), reason: z.string() }),
      ]),
    }),
  },
} as const;

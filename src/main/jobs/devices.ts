import { availableParallelism, cpus } from 'node:os';
import type { DeviceMeasurement } from '../../shared/contract-machine.ts';
import { oneLine } from '../../shared/errors.ts';
import type { Device } from '../../shared/schemas/training.ts';
import type { JobContext } from './jobs.ts';
import type { SpawnWorker } from './worker-host.ts';

export interface DeviceChoice {
  measurements: DeviceMeasurement[];
  chosen: Device;
  /** Why this one, for the user. */
  reason: string;
}

const CANDIDATES: readonly Device[] = ['cpu', 'webgpu'];
const NAMES: Readonly<Record<Device, string>> = { cpu: 'the CPU', webgpu: 'WebGPU' };

/** A software adapter can take minutes over its first step; whatever takes this long is not the device to train on. */
const TIME_LIMIT_MS = 60_000;

/** Measures one small training step on every device, each in a fresh process, and chooses the fastest. */
export async function chooseDevice(
  spawnWorker: SpawnWorker,
  signal?: AbortSignal,
  progress: JobContext['progress'] = () => {},
): Promise<DeviceChoice> {
  const measurements: DeviceMeasurement[] = [];
  // One after the other: two at once would slow each other down.
  for (const device of CANDIDATES) {
    signal?.throwIfAborted();
    progress(measurements.length, CANDIDATES.length, `timing a small step on ${NAMES[device]}`);
    measurements.push(await measureDevice(device, spawnWorker, signal));
  }
  return { measurements, ...fastest(measurements) };
}

/** The fastest usable device, and the reason in words. The CPU is always usable, if only to say why it fails. */
export function fastest(measurements: readonly DeviceMeasurement[]): { chosen: Device; reason: string } {
  const usable = measurements.filter(m => m.usable).sort((a, b) => a.milliseconds - b.milliseconds);
  const [first, second] = usable;
  if (!first) return { chosen: 'cpu', reason: 'CPU: no device finished the test step' };
  const name = `${first.name}, ${milliseconds(first)} a test step`;
  if (second) return { chosen: first.device, reason: `${name}; ${second.name} took ${milliseconds(second)}` };
  const others = measurements.filter(m => !m.usable).map(m => `${m.name} cannot be used: ${m.reason}`);
  return { chosen: first.device, reason: [name, ...others].join('; ') };
}

function milliseconds({ milliseconds }: { milliseconds: number }): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

async function measureDevice(
  device: Device,
  spawnWorker: SpawnWorker,
  signal?: AbortSignal,
): Promise<DeviceMeasurement> {
  const name =
    device === 'cpu'
      ? `CPU (${cpus()[0]?.model.trim() || 'unknown'}, ${availableParallelism()} threads)`
      : NAMES.webgpu;
  const worker = spawnWorker('measure');
  let reason = 'the test process ended without an answer';
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    worker.kill();
  }, TIME_LIMIT_MS);
  signal?.addEventListener('abort', worker.kill);
  try {
    worker.send({ kind: 'measure', device });
    for await (const event of worker.events) {
      if (event.kind === 'measured') return { device, name, usable: true, milliseconds: event.milliseconds };
      reason = event.message.replace(/\.$/, '');
    }
  } catch (error) {
    reason = late ? `one test step took over ${TIME_LIMIT_MS / 1000} s` : oneLine(error).replace(/\.$/, '');
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', worker.kill);
    clearTimeout(timer);
    worker.kill();
  }
  return { device, name, usable: false, reason };
}

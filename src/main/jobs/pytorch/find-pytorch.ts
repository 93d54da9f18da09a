import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import { unpackedRoot } from '../../../node/root.ts';
import { type TrainingDevice, trainingDeviceSchema } from '../../../shared/schemas/training.ts';
import { readTargets, targetsFile } from '../../targets-file.ts';

/** The engine's one file. */
export const PYTORCH_PROGRAM = join(unpackedRoot, 'assets/pytorch/studio_train.py');

/** What the engine says of itself (`--probe`). */
const probeSchema = z.object({
  version: z.int(),
  torch: z.string().max(100),
  device: trainingDeviceSchema,
  name: z.string().max(500),
  gpus: z.int().nonnegative(),
});

/** Whether PyTorch can train here: by which Python and on what, or why not and what to do. */
export type PytorchFound =
  | { readonly usable: true; python: string; device: TrainingDevice; name: string; gpus: number }
  | { readonly usable: false; readonly reason: string };

/** Importing torch from a slow disk takes a while. */
const PATIENCE_MS = 120_000;

/** Asks one Python after the other: that of the settings, of CONDA_PREFIX, of VIRTUAL_ENV, those on the PATH. Throws the signal's reason. */
export async function findPytorch(signal?: AbortSignal): Promise<PytorchFound> {
  const { python } = await readTargets();
  for (const candidate of python === undefined ? candidates() : [python]) {
    const { stdout } = await execa(candidate, [PYTORCH_PROGRAM, '--probe'], {
      ...{ reject: false, timeout: PATIENCE_MS, stdin: 'ignore', maxBuffer: 2 ** 16 },
      ...(signal && { cancelSignal: signal }),
    });
    signal?.throwIfAborted();
    const found = probeSchema.safeParse(parsed(stdout));
    if (found.success) return { usable: true, python: candidate, ...found.data };
  }
  const where = python ?? 'CONDA_PREFIX, VIRTUAL_ENV and PATH';
  const reason = `No Python with torch and numpy was found (${where}): install them (pip install torch numpy), or name one as "python" in ${targetsFile}.`;
  return { usable: false, reason };
}

function candidates(): string[] {
  const { CONDA_PREFIX: conda, VIRTUAL_ENV: venv, PATH = '' } = process.env;
  const isWindows = process.platform === 'win32';
  const inFolder = (folder: string) => join(folder, isWindows ? 'python.exe' : 'python3');
  const own = [conda, venv].flatMap(prefix => {
    if (!prefix) return [];
    return isWindows ? [inFolder(prefix), inFolder(join(prefix, 'Scripts'))] : [inFolder(join(prefix, 'bin'))];
  });
  return [...new Set([...own, ...PATH.split(delimiter).filter(Boolean).map(inFolder)])];
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text).trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}

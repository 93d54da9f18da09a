import { createRequire } from 'node:module';
import { oneLine, StudioError } from '../../../shared/errors.ts';
import { saysNoAddon } from '../native-words.ts';
import type { Tf } from './layers.ts';

/** The packages that bring TensorFlow's native library, the faster one first. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

export interface LoadedTensorflow {
  readonly tf: Tf;
  readonly device: 'tensorflow-gpu' | 'tensorflow-cpu';
  /** For people: package, version, and where it computes. */
  readonly name: string;
}

/** Loads TensorFlow's native library into this process. Throws a StudioError that says how to install what is missing. */
export function loadTensorflow(): LoadedTensorflow {
  const require = createRequire(import.meta.url);
  giveBack(require('node:util'));
  const missing: Missing[] = [];
  for (const name of PACKAGES) {
    try {
      const tf: Tf = require(name);
      // Said by the library itself: a machine without the CUDA that it was built for falls back to the CPU in silence.
      const backend: object & { readonly isUsingGpuDevice?: boolean } = tf.backend();
      const device = backend.isUsingGpuDevice ? 'tensorflow-gpu' : 'tensorflow-cpu';
      const where = backend.isUsingGpuDevice ? 'on the GPU' : 'on the CPU';
      return { tf, device, name: `TensorFlow (${name} ${tf.version_core}) ${where}` };
    } catch (error) {
      missing.push(whatIsMissing(name, error, require));
    }
  }
  // One that is installed but does not load is what its user has to mend.
  const { what } = missing.find(({ installed }) => installed) ?? missing[0];
  throw new StudioError(`TensorFlow cannot be used: ${what}.`);
}

interface Missing {
  readonly installed: boolean;
  /** And how it is had, as the end of a sentence. */
  readonly what: string;
}

function whatIsMissing(name: string, error: unknown, require: NodeJS.Require): Missing {
  if (!isInstalled(name, require)) {
    const what = `the package ${name} is not installed; run npm install ${name} --ignore-scripts=false`;
    return { installed: false, what };
  }
  const what = saysNoAddon(error)
    ? `the native part of ${name} is missing; run npm rebuild ${name} --ignore-scripts=false`
    : `${name} does not load (${oneLine(error).trim().replace(/\.$/, '')})`;
  return { installed: true, what };
}

function isInstalled(name: string, require: NodeJS.Require): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** Node 23 has taken two functions away that the package calls. */
function giveBack(util: Record<string, unknown>): void {
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

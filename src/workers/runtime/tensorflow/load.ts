import { createRequire } from 'node:module';
import { StudioError } from '../../../shared/errors.ts';
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
  const problems: string[] = [];
  for (const name of PACKAGES) {
    try {
      const tf: Tf = require(name);
      // Said by the library itself: a machine without the CUDA that it was built for falls back to the CPU in silence.
      const backend: object & { readonly isUsingGpuDevice?: boolean } = tf.backend();
      const device = backend.isUsingGpuDevice ? 'tensorflow-gpu' : 'tensorflow-cpu';
      const where = backend.isUsingGpuDevice ? 'on the GPU' : 'on the CPU';
      return { tf, device, name: `TensorFlow (${name} ${tf.version_core}) ${where}` };
    } catch (error) {
      problems.push(whatIsMissing(name, error));
    }
  }
  // One that is installed but does not load is what its user has to mend.
  const problem = problems.find(text => !text.includes('is not installed')) ?? problems[0];
  throw new StudioError(`TensorFlow cannot be used: ${problem}.`);
}

function whatIsMissing(name: string, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND' && text.includes(`'${name}'`)) {
    return `the package ${name} is not installed; run npm install ${name} --ignore-scripts=false`;
  }
  if (/native addon module/.test(text)) {
    return `the native part of ${name} is missing; run npm rebuild ${name} --ignore-scripts=false`;
  }
  return `${name} does not load (${text.split('\n', 1)[0].trim().replace(/\.$/, '')})`;
}

/** Node 23 has taken two functions away that the package calls. */
function giveBack(util: Record<string, unknown>): void {
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

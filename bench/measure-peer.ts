import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What scikit-image says of a mask: px, and where the first pixel of a crack lies. */
export interface PeerAnswer {
  readonly seconds: number;
  readonly cracks: readonly { x: number; y: number; length: number; width: number; area: number }[];
}

export interface MeasurePeer {
  /** Measures the cracks of a mask file, one at a time. */
  measured(mask: string): Promise<PeerAnswer>;
  end(): void;
}

/** Components of fewer pixels are left out. */
export const SMALLEST = 50;

/** Starts `measure_peer.py`. Throws when this Python has no scikit-image. */
export function startMeasurePeer(python: string): MeasurePeer {
  const script = fileURLToPath(new URL('./measure_peer.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measured(mask) {
      child.stdin.write(`${JSON.stringify({ mask, min_area: SMALLEST })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${python} has no scikit-image: apt-get install python3-skimage.`);
      return JSON.parse(value) as PeerAnswer;
    },
    end: () => child.stdin.end(),
  };
}

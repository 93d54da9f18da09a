import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { inspectAsReference } from '../../src/main/inspection/reference/inspect-as-reference.ts';
import { REFERENCE_FORM, type ReferenceFrame } from '../../src/main/inspection/reference/reference-frames.ts';
import { openPredictor } from '../../src/main/jobs/predictor.ts';
import { forkWorker } from '../../src/main/jobs/worker-host.ts';
import { openFrameIndex } from '../../src/main/media/frame-index.ts';
import { parseRoi } from '../../src/shared/geometry/roi.ts';
import type { CrackBox } from '../../src/shared/reference/crack-boxes.ts';

const port = join(import.meta.dirname, '../golden/fmvs-inspector.py');

export interface Comparison {
  readonly video: string;
  /** "x,y x,y …" */
  readonly roi: string;
  /** A folder for both sides' files. */
  readonly dir: string;
  readonly startS?: number;
  readonly endS?: number;
  /** Ours, and the peer's if that is another file: its checkpoint for PyTorch, of so many channels. Without: black-hats. */
  readonly model?: string | undefined;
  readonly peerModel?: string | undefined;
  readonly base?: number;
  readonly pictures?: boolean;
}

interface Inspected {
  readonly frame: number;
  readonly ms: number;
  readonly boxes: readonly CrackBox[];
}

/** What both sides found, and where they differ. */
export interface Compared {
  readonly ours: readonly string[];
  readonly peers: readonly string[];
  readonly frames: readonly [ours: Inspected, peers: Inspected][];
  /** The share of pixels, over all frames and in the worst of them, in which the votes are equal. */
  readonly equalPixels: number;
  readonly worst: number;
}

/** Inspects a video as the reference does and by the literal port on Python's OpenCV. */
export async function compareWithPeer(python: string, comparison: Comparison): Promise<Compared> {
  const { video, roi, dir, startS = 0, endS, model, peerModel = model, base = 32, pictures = false } = comparison;
  const index = await openFrameIndex(video, { form: REFERENCE_FORM });
  const predictor = model ? await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker }) : null;
  try {
    const size = predictor?.inputSize ?? 512;
    const [ourDir, peerDir] = [join(dir, 'ours'), join(dir, 'peers')];
    const flags = [
      ...['--start', `${startS}`, '--size', `${size}`, '--base', `${base}`],
      ...(endS === undefined ? [] : ['--end', `${endS}`]),
      ...(peerModel === undefined ? [] : ['--model', peerModel]),
      ...(pictures ? ['--pictures'] : []),
    ];
    const { stdout } = await execa(python, [port, video, peerDir, roi, ...flags], { maxBuffer: 2 ** 28 });
    const peers: Inspected[] = stdout === '' ? [] : stdout.split('\n').map(line => JSON.parse(line));
    const votes = await readFile(join(peerDir, 'votes.bin'));
    const endMs = endS === undefined ? undefined : 1000 * endS;
    const choices = { index, predictor, roi: parseRoi(roi), startMs: 1000 * startS, endMs };
    const { width, height } = index.info;
    const bytes = Math.ceil((width * height) / 8);
    const frames: [Inspected, Inspected][] = [];
    let [equal, worst] = [0, width * height];
    const onFrame = (ours: ReferenceFrame) => {
      const at = frames.length;
      if (at === peers.length) throw new Error(`The peer ends before frame ${ours.frame}.`);
      const differing = differences(packed(ours, width, bytes), votes.subarray(at * bytes, (at + 1) * bytes));
      equal += width * height - differing;
      worst = Math.min(worst, width * height - differing);
      frames.push([{ frame: ours.frame, ms: ours.ms, boxes: ours.boxes }, peers[at]]);
    };
    await inspectAsReference({ ...choices, out: ourDir, pictures, onFrame });
    if (frames.length < peers.length) throw new Error(`Frame ${peers[frames.length].frame} is the peer's alone.`);
    return {
      ours: await linesIn(ourDir, video),
      peers: await linesIn(peerDir, video),
      frames,
      equalPixels: equal / (width * height * frames.length),
      worst: worst / (width * height),
    };
  } finally {
    predictor?.close();
  }
}

/** The vote in its frame, as numpy.packbits gives it. */
function packed({ vote, roi: { box } }: ReferenceFrame, frameWidth: number, bytes: number): Uint8Array {
  const bits = new Uint8Array(bytes);
  for (const [i, value] of vote.data.entries()) {
    if (value === 0) continue;
    const at = (box.y1 + Math.floor(i / vote.width)) * frameWidth + box.x1 + (i % vote.width);
    bits[at >> 3] |= 128 >> (at & 7);
  }
  return bits;
}

function differences(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (const [i, byte] of a.entries()) for (let bits = byte ^ b[i]; bits > 0; bits &= bits - 1) count++;
  return count;
}

async function linesIn(dir: string, video: string): Promise<string[]> {
  const stem = video.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  const text = await readFile(join(dir, 'logs', stem, `${stem}_detections.txt`), 'utf8');
  return text.split('\n').slice(0, -1);
}

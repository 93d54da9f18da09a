import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { inspectAsReference } from '../src/main/inspection/reference/inspect-as-reference.ts';
import { REFERENCE_FORM } from '../src/main/inspection/reference/reference-frames.ts';
import { openPredictor, type Predictor } from '../src/main/jobs/predictor.ts';
import { forkWorker } from '../src/main/jobs/worker-host.ts';
import { openFrameIndex } from '../src/main/media/frame-index.ts';
import { parseRoi } from '../src/shared/geometry/roi.ts';
import { initialState } from '../src/workers/nn/init.ts';
import { writeCheckpoint } from '../src/workers/training/checkpoint.ts';
import { median, report, round } from './report.ts';

const OPTIONS = {
  video: { type: 'string', default: fileURLToPath(new URL('../assets/sample/ball-screw.mp4', import.meta.url)) },
  roi: { type: 'string', default: '420,246 600,196 600,280 420,330' },
  model: { type: 'string' },
  checkpoint: { type: 'string' },
  base: { type: 'string', default: '32' },
  frames: { type: 'string', default: '20' },
  pairs: { type: 'string', default: '3' },
  torch: { type: 'string', default: fileURLToPath(new URL('../../shared/bench/torch_inspect.py', import.meta.url)) },
  python: { type: 'string', default: existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3' },
} as const;

type Flags = ReturnType<typeof parse>;

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS }).values;
}

/**
 * `npm run bench -- inspect [--video V --roi R --frames 20 --pairs 3 --torch PATH --base 32 | --model M --checkpoint C]`: frames
 * a second of `studio inspect --reference` and of the reference's way on PyTorch, in alternating pairs on the same frames, and where the studio's
 * time goes: how long the model had work, and how long it waited for the next frame.
 */
export async function benchInspect(argv: string[]): Promise<void> {
  const flags = parse(argv);
  const made = await mkdtemp(join(tmpdir(), 'studio-network-'));
  try {
    await compare(flags.model && flags.checkpoint ? flags : { ...flags, ...(await freshNetwork(made, flags)) });
  } finally {
    await rm(made, { recursive: true });
  }
}

/** An untrained network of the reference's size: what is timed does not depend on its weights. */
async function freshNetwork(dir: string, { base }: Flags) {
  const spec = { base: Number(base) };
  const run = join(dir, 'run');
  await mkdir(run);
  await writeCheckpoint(run, { ...spec, state: initialState(spec, 42), size: 512, epoch: 1, valDice: 0 });
  return { model: join(run, 'model.onnx'), checkpoint: join(run, 'unet_crack_best.pt') };
}

async function compare(flags: Flags): Promise<void> {
  const pairs: { studio: number; torch: number }[] = [];
  for (let pair = 0; pair < Number(flags.pairs); pair++) {
    const sides = pair % 2 === 0 ? (['studio', 'torch'] as const) : (['torch', 'studio'] as const);
    const rates = { studio: 0, torch: 0 };
    for (const side of sides) rates[side] = await (side === 'studio' ? studio(flags, pair) : torch(flags, pair));
    pairs.push(rates);
  }
  const ratios = pairs.map(({ studio, torch }) => studio / torch);
  report({ summary: 'inspect', times_as_fast: round(median(ratios), 2), pairs: ratios.map(each => round(each, 2)) });
}

async function studio({ video, roi, model, frames }: Flags, pair: number): Promise<number> {
  const index = await openFrameIndex(video, { form: REFERENCE_FORM });
  const out = await mkdtemp(join(tmpdir(), 'studio-inspect-'));
  const predictor = await openPredictor({ model: model!, device: 'cpu', spawnWorker: forkWorker });
  try {
    const work = new Work();
    const endMs = Math.ceil(index.timesMs[Number(frames)] - index.timesMs[0]);
    const begun = performance.now();
    const { frames: inspected, lines } = await inspectAsReference({
      ...{ index, predictor: work.watch(predictor), roi: parseRoi(roi), endMs, out, pictures: false },
    });
    const seconds = (performance.now() - begun) / 1000;
    const rate = inspected / seconds;
    report({
      ...{ bench: 'inspect', side: 'studio', pair, frames: inspected, frames_per_s: round(rate), lines },
      ...{ model_has_work: round(work.seconds / seconds, 2), model_waits: round(1 - work.seconds / seconds, 2) },
    });
    return rate;
  } finally {
    predictor.close();
    await rm(out, { recursive: true });
  }
}

/** How long a model had anything to do. */
class Work {
  seconds = 0;
  #asked = 0;
  #since = 0;

  watch(predictor: Predictor): Predictor {
    return {
      ...predictor,
      predict: async (...question) => {
        if (this.#asked++ === 0) this.#since = performance.now();
        try {
          return await predictor.predict(...question);
        } finally {
          if (--this.#asked === 0) this.seconds += (performance.now() - this.#since) / 1000;
        }
      },
    };
  }
}

async function torch({ python, torch, video, roi, checkpoint, base, frames }: Flags, pair: number): Promise<number> {
  const named = ['--video', video, '--model', checkpoint!, '--roi', roi, '--base', base, '--frames', frames];
  const { stdout } = await execa(python, [torch, ...named]);
  const { frames_per_s } = JSON.parse(stdout);
  report({ bench: 'inspect', side: 'pytorch', pair, ...JSON.parse(stdout) });
  return frames_per_s;
}

import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/shared/random.ts';
import type { LossSettings } from '../../../src/shared/training/loss-settings.ts';
import { Graph } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import { adamScalars } from '../../../src/workers/nn/adam.ts';
import { graphOperators } from '../../../src/workers/nn/losses/graph-operators.ts';
import { REFERENCE_LOSS, segmentationLoss } from '../../../src/workers/nn/losses/segmentation-loss.ts';
import { flatSize, parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import { buildTrainStep, buildUpdate } from '../../../src/workers/nn/train-step.ts';
import { decays, keptShare } from '../../../src/workers/nn/weight-decay.ts';
import { createSession, type Session, type Tensor } from '../../../src/workers/runtime/session.ts';
import { python } from '../../helpers/python.ts';

const shape = [2, 1, 4, 6];
const random = new Random(3);
const logits = Float32Array.from({ length: 48 }, () => random.uniform(-6, 6));
/** The second image has no crack. */
const truth = Float32Array.from({ length: 48 }, (_, i) => (i < 24 && random.chance(0.4) ? 1 : 0));

async function lossOf(settings: Partial<LossSettings>, z = logits, y = truth): Promise<number> {
  const g = new Graph('cpu');
  const all = { ...REFERENCE_LOSS, lossBce: 0, lossDice: 0, ...settings };
  g.output('loss', segmentationLoss(graphOperators(g), g.input('z', shape), g.input('y', shape), all));
  const session = await createSession(encodeModel(g), { device: 'cpu', threads: 1 });
  const { loss } = await session.run({ z: { dims: shape, data: z }, y: { dims: shape, data: y } });
  await session.release();
  return loss.data[0];
}

describe('the loss', () => {
  it('focal without gamma is cross entropy, Tversky with equal halves is Dice', async () => {
    expect(await lossOf({ lossFocal: 1, focalGamma: 0 })).toBeCloseTo(await lossOf({ lossBce: 1 }), 5);
    expect(await lossOf({ lossTversky: 1, tverskyAlpha: 0.5, tverskyBeta: 0.5 })).toBeCloseTo(
      await lossOf({ lossDice: 1 }),
      5,
    );
  });

  it('stays a number however sure the network is, right or wrong', async () => {
    const sure = truth.map((_, i) => (i % 2 ? 200 : -200));
    for (const part of ['lossFocal', 'lossTversky'] as const) {
      expect(Number.isFinite(await lossOf({ [part]: 1 }, sure))).toBe(true);
    }
  });
});

const base = 1;
const size = flatSize({ base }, 'trainable');
const weightDecay = 0.1;
const rates = [1e-2, 5e-3, 2e-3];
const draw = (low: number, high: number) => Float32Array.from({ length: size }, () => random.uniform(low, high));
const start = draw(-1, 1);
const slopes = rates.map(() => draw(-1, 1));
const flat = (...values: number[]): Tensor => ({ dims: [values.length], data: Float32Array.from(values) });
const vector = (data: Float32Array): Tensor => ({ dims: [size], data });

/** The weights after an update at each of the rates. */
async function updated(session: Session): Promise<Float32Array> {
  let [params, m, v] = [vector(start), vector(new Float32Array(size)), vector(new Float32Array(size))];
  for (const [i, lr] of rates.entries()) {
    const { stepSize, correction } = adamScalars(lr, i + 1);
    const scalars = {
      stepSize: flat(stepSize),
      correction: flat(correction),
      keep: flat(keptShare(lr, weightDecay)),
    };
    const out = await session.run({ params, m, v, gradient: vector(slopes[i]), ...scalars });
    [params, m, v] = [out['next.params'], out['next.m'], out['next.v']];
  }
  return params.data;
}

describe('weight decay', () => {
  it('is not in the graph of a training without: the step is the same to the byte', () => {
    const step = { target: 'cpu', base, batch: 1, height: 16, width: 16 } as const;
    expect(buildTrainStep({ ...step, weightDecay: false, loss: REFERENCE_LOSS })).toEqual(buildTrainStep(step));
  });

  it('spares biases and batch norms', () => {
    const spared = parameterCatalogue({ base }).filter(
      parameter => parameter.kind === 'trainable' && !decays(parameter),
    );
    expect(spared.every(({ name }) => /\.bias$|\.[14]\.weight$/.test(name))).toBe(true);
    expect(spared).toHaveLength(18 * 2 + 4 + 1);
  });
});

describe('clipping', () => {
  const gradient = slopes[0];
  const length = Math.hypot(...gradient);
  /** m of the first update, which is a tenth of the gradient that it saw. */
  const seen = async (clipNorm: number) => {
    const session = await createSession(buildUpdate({ target: 'cpu', base, clipNorm }), { device: 'cpu', threads: 1 });
    const { stepSize, correction } = adamScalars(1e-3, 1);
    const nothing = vector(new Float32Array(size));
    const scalars = { stepSize: flat(stepSize), correction: flat(correction) };
    const out = await session.run({
      params: vector(start),
      m: nothing,
      v: nothing,
      gradient: vector(gradient),
      ...scalars,
    });
    await session.release();
    return out['next.m'].data.map(value => 10 * value);
  };

  it('shortens a gradient that is longer to the norm, and leaves a shorter one', async () => {
    const shortened = await seen(2);
    expect(Math.hypot(...shortened)).toBeCloseTo(2, 4);
    expect(shortened[5]).toBeCloseTo((2 * gradient[5]) / length, 6);
    expect((await seen(2 * length))[5]).toBeCloseTo(gradient[5], 6);
  });

  it('and averages leave the graph of a training without as it is', () => {
    const step = { target: 'cpu', base, batch: 1, height: 16, width: 16 } as const;
    expect(buildTrainStep({ ...step, clipNorm: 0 })).toEqual(buildTrainStep(step));
  });
});

const TORCH = `
import json, sys, torch
import torch.nn.functional as F
a = json.load(sys.stdin)
z = torch.tensor(a["logits"]).reshape(a["shape"]); y = torch.tensor(a["truth"]).float().reshape(a["shape"])
p = torch.sigmoid(z)
ce = F.binary_cross_entropy_with_logits(z, y, reduction="none")
focal = (ce * (1 - (p * y + (1 - p) * (1 - y))) ** 1.5).mean()
tp, fp, fn = [(t).sum(dim=(1, 2, 3)) for t in (p * y, p * (1 - y), (1 - p) * y)]
tversky = (1 - tp / (tp + 0.2 * fp + 0.6 * fn + 1e-6)).mean()
w = torch.tensor(a["start"])
parts = [torch.nn.Parameter(w[s:e].clone()) for s, e, _ in a["stretches"]]
opt = torch.optim.AdamW([{"params": [q], "weight_decay": a["weightDecay"] if d else 0.0} for q, (_, _, d) in zip(parts, a["stretches"])])
for lr, slope in zip(a["rates"], a["slopes"]):
    g = torch.tensor(slope)
    for group in opt.param_groups: group["lr"] = lr
    for q, (s, e, _) in zip(parts, a["stretches"]): q.grad = g[s:e]
    opt.step()
print(json.dumps({"focal": focal.item(), "tversky": tversky.item(), "params": torch.cat(parts).tolist()}))
`;

describe.skipIf(!python('torch'))('beside PyTorch', () => {
  it('focal and Tversky loss have the same values, and AdamW makes the same weights at changing rates', async () => {
    const stretches = parameterCatalogue({ base })
      .filter(({ kind }) => kind === 'trainable')
      .map(parameter => [parameter.offset, parameter.offset + parameter.size, decays(parameter)]);
    const input = JSON.stringify({
      ...{ shape, logits: [...logits], truth: [...truth], start: [...start], stretches, weightDecay, rates },
      slopes: slopes.map(slope => [...slope]),
    });
    const { stdout } = await execa(python('torch')!, ['-c', TORCH], { input });
    const torch: { focal: number; tversky: number; params: number[] } = JSON.parse(stdout);
    expect(await lossOf({ lossFocal: 1, focalGamma: 1.5 })).toBeCloseTo(torch.focal, 5);
    expect(await lossOf({ lossTversky: 1, tverskyAlpha: 0.2, tverskyBeta: 0.6 })).toBeCloseTo(torch.tversky, 5);
    const session = await createSession(buildUpdate({ target: 'cpu', base, weightDecay: true }), { device: 'cpu' });
    const params = await updated(session);
    await session.release();
    expect(Math.max(...params.map((value, i) => Math.abs(value - torch.params[i])))).toBeLessThan(1e-6);
  });
});

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../src/shared/random.ts';
import { Graph } from '../src/workers/graph/graph.ts';
import { encodeModel } from '../src/workers/graph/onnx-encode.ts';
import { matMul, reduceSum } from '../src/workers/graph/ops.ts';
import { initialState } from '../src/workers/nn/init.ts';
import { trainStepGraph } from '../src/workers/nn/train-step.ts';
import { createSession, type Session, type Tensor } from '../src/workers/runtime/session.ts';
import { flopsOf, type Kind, kindOf } from './flops.ts';
import { median, report, round } from './report.ts';

const OPTIONS = {
  batch: { type: 'string', default: '4' },
  size: { type: 'string', default: '256' },
  base: { type: 'string', default: '32' },
  threads: { type: 'string', default: '2' },
  turns: { type: 'string', default: '5' },
} as const;

/** Rows and columns of the matrices whose product shows what the machine can do. */
const SIDE = 2048;

interface Work {
  readonly session: Session;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly gflop: number;
}

/**
 * How near a training step on the CPU comes to the machine's arithmetic: GFLOP/s of one large matrix product and of the
 * step, in alternating turns in one process, and where the step's time goes by ONNX Runtime's own profile of its last turn.
 */
export async function benchLimit(argv: string[]): Promise<void> {
  const flags = parseArgs({ args: argv, options: OPTIONS }).values;
  const [batch, size, base, threads, turns] = (['batch', 'size', 'base', 'threads', 'turns'] as const).map(name =>
    Number(flags[name]),
  );
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  const graph = trainStepGraph({ target: 'cpu', base, batch, height: size, width: size });
  const flops = flopsOf(graph);
  const step = await stepWork(graph, { batch, size, base, threads, profilePrefix: join(dir, 'step') });
  const product = await productWork(threads);
  for (const work of [product, step]) await speed(work); // allocates and warms up
  const rates = { product: [] as number[], step: [] as number[] };
  for (let turn = 0; turn < turns; turn++) {
    rates.product.push(await speed(product));
    rates.step.push(await speed(step));
    report({ turn, product_gflops: round(rates.product[turn], 0), step_gflops: round(rates.step[turn], 0) });
  }
  await product.session.release();
  await step.session.release();
  const shares = rates.step.map((rate, turn) => rate / rates.product[turn]);
  report({
    ...{ summary: 'limit', product_gflops: round(median(rates.product), 0), step_gflops: round(median(rates.step), 0) },
    step_gflop: round(step.gflop, 0),
    share_of_product: round(median(shares)),
    step_parts: await parts(dir, flops),
  });
  await rm(dir, { recursive: true });
}

/** GFLOP/s of one run. */
async function speed({ session, feeds, gflop }: Work): Promise<number> {
  const start = performance.now();
  await session.run(feeds);
  return (1000 * gflop) / (performance.now() - start);
}

async function productWork(threads: number): Promise<Work> {
  const g = new Graph();
  const product = matMul(g, g.input('a', [SIDE, SIDE]), g.input('b', [SIDE, SIDE]));
  g.output('sum', reduceSum(g, product, [0, 1])); // so that no large result is copied out
  const session = await createSession(encodeModel(g), { device: 'cpu', threads });
  const matrix = { dims: [SIDE, SIDE], data: noise(SIDE * SIDE) };
  return { session, feeds: { a: matrix, b: matrix }, gflop: flopsOf(g).product / 1e9 };
}

interface StepOptions {
  batch: number;
  size: number;
  base: number;
  threads: number;
  profilePrefix: string;
}

async function stepWork(graph: Graph, { batch, size, base, ...options }: StepOptions): Promise<Work> {
  const session = await createSession(encodeModel(graph), { device: 'cpu', ...options });
  const { params, m, v, running } = initialState({ base }, 1);
  const one = Float32Array.of(1);
  const flat = Object.entries({ params, m, v, running, stepSize: Float32Array.of(1e-3), correction: one });
  const x = noise(batch * size * size);
  const image = (data: Float32Array) => ({ dims: [batch, 1, size, size], data });
  const feeds = {
    ...Object.fromEntries(flat.map(([name, data]) => [name, { dims: [data.length], data }])),
    ...{ x: image(x), y: image(x.map(value => (value > 0.95 ? 1 : 0))) },
  };
  const { convolution, product } = flopsOf(graph);
  return { session, feeds, gflop: (convolution + product) / 1e9 };
}

function noise(count: number): Float32Array {
  const random = new Random(1);
  return Float32Array.from({ length: count }, () => random.uniform());
}

/** The share of the last step's time, and GFLOP/s, of each kind of node, by the profile in `dir`. */
async function parts(dir: string, flops: Readonly<Record<Kind, number>>) {
  const [file] = await readdir(dir);
  const events: ProfileEvent[] = JSON.parse(await readFile(join(dir, file), 'utf8'));
  const nodes = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'));
  const last = nodes.slice(nodes.findLastIndex(({ name }) => name === nodes[0].name));
  const microseconds: Record<Kind, number> = { convolution: 0, product: 0, rest: 0 };
  for (const { dur, args } of last) microseconds[kindOf(args?.op_name ?? '')] += dur;
  const total = microseconds.convolution + microseconds.product + microseconds.rest;
  const part = (kind: Kind) => ({
    share: round(microseconds[kind] / total),
    gflops: round(flops[kind] / microseconds[kind] / 1000, 0),
  });
  return { convolution: part('convolution'), product: part('product'), rest: part('rest') };
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

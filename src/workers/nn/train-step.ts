import type { LossSettings } from '../../shared/training/loss-settings.ts';
import { gradients } from '../autodiff/backward.ts';
import { Graph, type Target, type Value } from '../graph/graph.ts';
import { encodeModel } from '../graph/onnx-encode.ts';
import { add, concat, mul, reshape, slice } from '../graph/ops.ts';
import { adam } from './adam.ts';
import { architectureOf, type NetworkSpec } from './architecture.ts';
import { clipped } from './clip.ts';
import { graphOperators } from './losses/graph-operators.ts';
import { segmentationLoss } from './losses/segmentation-loss.ts';
import { flatSize, type Parameter, parameterCatalogue } from './parameters.ts';
import { predictingNetwork, trainingNetwork } from './unet-blocks.ts';
import { decayed } from './weight-decay.ts';

/** What the update is built for. */
export interface UpdateShape extends NetworkSpec {
  readonly target: Target;
  /** Whether weights decay: then the update takes one more feed, keep [1] (`keptShare`). */
  readonly weightDecay?: boolean;
  /** To what length gradients are shortened; as long as they are when absent or 0. */
  readonly clipNorm?: number | undefined;
}

export interface StepShape extends UpdateShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  /** The reference's when absent. */
  readonly loss?: LossSettings;
}

/** How much of a batch's statistics enters the running ones: PyTorch's default. */
export const MOMENTUM = 0.1;

/**
 * One optimiser step as one ONNX model.
 * Feeds: x, y (0 or 1, or the class's index) [N, 1, H, W], params, m, v, running (flat), stepSize, correction [1] (`adamScalars`), keep with weight decay.
 * Fetches: loss (scalar), params, m, v, running, each as `next.<name>`.
 */
export function buildTrainStep(shape: StepShape): Uint8Array {
  return encodeModel(trainStepGraph(shape));
}

/** The graph of `buildTrainStep`. */
export function trainStepGraph(shape: StepShape): Graph {
  const g = new Graph(shape.target);
  const { params, loss, running, gradient } = forwardBackward(g, shape);
  applyAdam(g, shape, params, gradient);
  g.output('next.running', running);
  g.output('loss', loss);
  return g;
}

/**
 * The gradient alone, for batches that memory cannot hold at once.
 * Feeds: x, y, params, running, gradient (flat sum so far), weight [1] (this part's share of the batch).
 * Fetches: loss, next.running, next.gradient = gradient + weight · this part's gradient.
 */
export function buildGradientStep(shape: StepShape): Uint8Array {
  const g = new Graph(shape.target);
  const { params, loss, running, gradient } = forwardBackward(g, shape);
  const sum = g.input('gradient', params.shape);
  const weight = g.input('weight', [1]);
  g.output('next.gradient', add(g, sum, mul(g, gradient, weight)));
  g.output('next.running', running);
  g.output('loss', loss);
  return encodeModel(g);
}

/** Adam alone. Feeds: params, m, v, gradient, stepSize, correction, keep with weight decay. Fetches: next.params, next.m, next.v. */
export function buildUpdate(shape: UpdateShape): Uint8Array {
  const g = new Graph(shape.target);
  const size = [flatSize(shape, 'trainable')];
  applyAdam(g, shape, g.input('params', size), g.input('gradient', size));
  return encodeModel(g);
}

/** Prediction with running statistics. Feeds: x, y, params, running. Fetches: loss, logits [N, C, H, W]. */
export function buildValidation(shape: StepShape): Uint8Array {
  return encodeModel(validationGraph(shape));
}

/** The graph of `buildValidation`. */
export function validationGraph(shape: StepShape): Graph {
  const g = new Graph(shape.target);
  const { x, y, tensors } = feeds(g, shape);
  const logits = architectureOf(shape).forward(
    predictingNetwork(g, name => tensors.get(name)!),
    x,
  );
  g.output('logits', logits);
  g.output('loss', segmentationLoss(graphOperators(g), logits, y, shape.loss));
  return g;
}

function forwardBackward(g: Graph, shape: StepShape) {
  const { x, y, params, running, tensors } = feeds(g, shape);
  const network = trainingNetwork(g, name => tensors.get(name)!);
  const loss = segmentationLoss(graphOperators(g), architectureOf(shape).forward(network, x), y, shape.loss);
  const batchStatistics = concat(g, network.batchStatistics, 0);
  const nextRunning = add(g, mul(g, running, g.scalar(1 - MOMENTUM)), mul(g, batchStatistics, g.scalar(MOMENTUM)));
  const weights = ofKind(shape, 'trainable').map(({ name }) => tensors.get(name)!);
  const flat = gradients(g, loss, weights).map((gradient, i) => reshape(g, gradient, [sizes(weights)[i]]));
  return { params, loss, running: nextRunning, gradient: concat(g, flat, 0) };
}

/** Declares the feeds that every pass shares, and cuts the flat vectors into the network's tensors. */
function feeds(g: Graph, step: StepShape) {
  const { batch, height, width } = step;
  const x = g.input('x', [batch, 1, height, width]);
  const y = g.input('y', [batch, 1, height, width]);
  const params = g.input('params', [flatSize(step, 'trainable')]);
  const running = g.input('running', [flatSize(step, 'running')]);
  const source = { trainable: params, running };
  const tensors = new Map(
    parameterCatalogue(step).map(({ name, shape, kind, offset, size }) => [
      name,
      reshape(g, slice(g, source[kind], 0, offset, offset + size), shape),
    ]),
  );
  return { x, y, params, running, tensors };
}

function applyAdam(g: Graph, shape: UpdateShape, params: Value, gradient: Value): void {
  const m = g.input('m', params.shape);
  const v = g.input('v', params.shape);
  const scalars = { stepSize: g.input('stepSize', [1]), correction: g.input('correction', [1]) };
  const start = shape.weightDecay ? decayed(g, params, shape, g.input('keep', [1])) : params;
  const next = adam(
    g,
    { params: start, m, v },
    shape.clipNorm ? clipped(g, gradient, shape.clipNorm) : gradient,
    scalars,
  );
  g.output('next.params', next.params);
  g.output('next.m', next.m);
  g.output('next.v', next.v);
}

function ofKind(spec: NetworkSpec, kind: Parameter['kind']): Parameter[] {
  return parameterCatalogue(spec).filter(parameter => parameter.kind === kind);
}

function sizes(values: readonly Value[]): number[] {
  return values.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
}

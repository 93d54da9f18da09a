import { invariant } from '../../shared/assert.ts';
import { type Graph, type Operation, sameShape, type Value } from '../graph/graph.ts';
import { add, reduceSum, reshape } from '../graph/ops.ts';
import { gradientRules, isDifferentiable } from './gradient-rules.ts';

/**
 * Reverse-mode differentiation (Griewank & Walther 2008, chapter 3): appends to the graph the gradients of `loss`, a
 * tensor of one element, with respect to each of `wrt`. Throws when the loss does not depend on one of them, or on
 * the way meets an operation without a gradient rule.
 */
export function gradients(g: Graph, loss: Value, wrt: readonly Value[]): Value[] {
  invariant(loss.shape.length === 0, `a loss is a scalar, not [${loss.shape}]`);
  const operations = [...g.operations];
  const active = dependents(operations, wrt);
  const gradientOf = new Map<string, Value>([[loss.name, g.scalar(1)]]);
  for (const operation of operations.reverse()) {
    const dy = upstream(operation, gradientOf);
    if (dy && operation.outputs.some(output => active.has(output.name))) {
      differentiate(g, operation, dy, active, gradientOf);
    }
  }
  return wrt.map(value => {
    const gradient = gradientOf.get(value.name);
    invariant(gradient, `the loss does not depend on ${value.name}`);
    return gradient;
  });
}

/** The names of all values that change when one of `wrt` changes. */
function dependents(operations: readonly Operation[], wrt: readonly Value[]): Set<string> {
  const names = new Set(wrt.map(value => value.name));
  for (const { inputs, outputs } of operations) {
    if (inputs.some(input => names.has(input.name))) for (const output of outputs) names.add(output.name);
  }
  return names;
}

/** Only an operation's first output carries a gradient: the others are statistics and places, constants to the loss. */
function upstream({ op, outputs }: Operation, gradientOf: ReadonlyMap<string, Value>): Value | undefined {
  const stray = outputs.slice(1).find(output => gradientOf.has(output.name));
  invariant(!stray, `${op} has no gradient for its output ${stray?.name}`);
  return gradientOf.get(outputs[0].name);
}

function differentiate(
  g: Graph,
  operation: Operation,
  dy: Value,
  active: ReadonlySet<string>,
  gradientOf: Map<string, Value>,
): void {
  const { op, inputs } = operation;
  invariant(isDifferentiable(op), `failed to compute the gradient of ${op}: it has no rule`);
  const needed = inputs.map(input => active.has(input.name));
  const results = gradientRules[op](g, operation, dy, needed);
  invariant(results.length === inputs.length, `${op} has ${inputs.length} inputs but ${results.length} gradients`);
  inputs.forEach((input, i) => {
    const result = results[i];
    if (!needed[i] || !result) return;
    const gradient = unbroadcast(g, result, input, op);
    const earlier = gradientOf.get(input.name);
    gradientOf.set(input.name, earlier ? add(g, earlier, gradient) : gradient);
  });
}

/** Sums a gradient over the axes along which its input was repeated. */
function unbroadcast(g: Graph, gradient: Value, input: Value, op: string): Value {
  invariant(gradient.dtype === input.dtype, `${op}: a ${gradient.dtype} gradient for ${input.dtype} ${input.name}`);
  if (sameShape(gradient.shape, input.shape)) return gradient;
  const lead = gradient.shape.length - input.shape.length;
  const axes = gradient.shape.flatMap((side, i) => (i < lead || (input.shape[i - lead] === 1 && side > 1) ? [i] : []));
  const summed = axes.length ? reduceSum(g, gradient, axes) : gradient;
  invariant(
    sameShape(summed.shape.slice(Math.max(lead, 0)), input.shape),
    `${op}: gradient [${gradient.shape}] for [${input.shape}]`,
  );
  return reshape(g, summed, input.shape);
}

/** The gradients of the layers of a ResNet that halve the sides, all in one graph, on the device named, as JSON. */
import { gradients } from '../../../src/workers/autodiff/backward.ts';
import { convStride2 } from '../../../src/workers/autodiff/composites/conv-stride2.ts';
import { maxPool3x3 } from '../../../src/workers/autodiff/composites/max-pool3x3.ts';
import { Graph, sizeOf } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import * as ops from '../../../src/workers/graph/ops.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { noise } from '../nn/golden.ts';

const device = process.argv[2] === 'webgpu' ? 'webgpu' : 'cpu';
const shapes = { x: [2, 3, 22, 30], w7: [4, 3, 7, 7], w3: [5, 4, 3, 3], w1: [5, 4, 1, 1], weights: [2, 5, 3, 4] };
const g = new Graph(device);
const inputs = Object.entries(shapes).map(([name, shape]) => g.input(name, shape));
const [x, w7, w3, w1, weights] = inputs;
const pooled = maxPool3x3(g, convStride2(g, x, w7));
const sum = ops.add(g, convStride2(g, pooled, w3), convStride2(g, pooled, w1));
const loss = ops.reshape(g, ops.reduceSum(g, ops.mul(g, sum, weights), [0, 1, 2, 3]), []);
gradients(g, loss, inputs).forEach((gradient, i) => {
  g.output(`gradient${i}`, gradient);
});
// In quarters, so that windows have ties.
const quarters = (count: number, i: number) => noise(i, count).map(v => Math.floor(4 * v) / 4 - 0.5);
const feeds = Object.entries(shapes).map(([name, dims], i) => [name, { dims, data: quarters(sizeOf(dims), i) }]);
const session = await createSession(encodeModel(g), { device });
const out = await session.run(Object.fromEntries(feeds));
await session.release();
console.log(JSON.stringify(inputs.map((_, i) => [...out[`gradient${i}`].data])));

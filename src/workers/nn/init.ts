import { Random } from '../../shared/random.ts';
import type { NetworkSpec } from './architecture.ts';
import { flatSize, type Parameter, parameterCatalogue } from './parameters.ts';
import type { TrainingState } from './trainer.ts';

/**
 * A fresh network: PyTorch's default initialisation, the same on every machine for a seed. Convolutions draw weights
 * and biases from U(±1/sqrt(fan_in)) (kaiming_uniform with a = sqrt(5), He et al. 2015), those of a ResNet from
 * N(0, 2/fan_out), as torchvision has it (kaiming_normal); batch norms start as the identity.
 */
export function initialState(spec: NetworkSpec, seed: number): TrainingState {
  const random = new Random(seed);
  const catalogue = parameterCatalogue(spec);
  const size = flatSize(spec, 'trainable');
  const params = new Float32Array(size);
  const running = new Float32Array(flatSize(spec, 'running'));
  const fanIn = new Map<string, number>();
  for (const parameter of catalogue) {
    const layer = parameter.name.slice(0, parameter.name.lastIndexOf('.'));
    if (parameter.shape.length === 4) fanIn.set(layer, (parameter.size / parameter.shape[0]) | 0);
    const target = (parameter.kind === 'trainable' ? params : running)
      .subarray(parameter.offset)
      .subarray(0, parameter.size);
    fill(target, parameter, fanIn.get(layer), random);
  }
  return { params, m: new Float32Array(size), v: new Float32Array(size), running, step: 0 };
}

function fill(target: Float32Array, parameter: Parameter, fanIn: number | undefined, random: Random): void {
  const { name, init, shape } = parameter;
  if (init === 'fan_out') {
    const deviation = Math.sqrt(2 / (target.length / shape[1]));
    for (let i = 0; i < target.length; i++) target[i] = deviation * random.normal();
  } else if (fanIn !== undefined) {
    const bound = 1 / Math.sqrt(fanIn);
    for (let i = 0; i < target.length; i++) target[i] = random.uniform(-bound, bound);
  } else {
    target.fill(name.endsWith('.weight') || name.endsWith('.running_var') ? 1 : 0);
  }
}

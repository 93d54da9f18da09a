import { BATCH_NORM_EPSILON } from '../autodiff/composites/batch-norm.ts';
import { isOfBatchNorm, normOf } from './names.ts';
import type { NamedTensor, Tensors } from './tensors.ts';

/**
 * The network without batch norms, the same function of its input: each norm goes into the convolution before it.
 * With s = gamma / sqrt(variance + epsilon): weight' = s weight, bias' = beta - s mean (Jacob et al. 2018, section 3.2).
 * `enc1.0.weight` and the four of `enc1.1` become `enc1.0.weight` and `enc1.0.bias`, and so on; the rest stays as it is.
 */
export function foldBatchNorms(tensors: Tensors): Map<string, NamedTensor> {
  const folded = new Map<string, NamedTensor>();
  for (const [name, tensor] of tensors) {
    const layer = name.slice(0, name.lastIndexOf('.'));
    const norm = (part: string) => tensors.get(`${normOf(layer)}.${part}`)?.data;
    const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(norm);
    if (gamma && beta && mean && variance) {
      const scale = Array.from(gamma, (g, i) => g / Math.sqrt(variance[i] + BATCH_NORM_EPSILON));
      const perFilter = tensor.data.length / scale.length;
      folded.set(name, { ...tensor, data: tensor.data.map((w, i) => w * scale[Math.floor(i / perFilter)]) });
      const bias = beta.map((b, i) => b - scale[i] * mean[i]);
      folded.set(`${layer}.bias`, { shape: [bias.length], data: bias });
    } else if (!isOfBatchNorm(name)) folded.set(name, tensor);
  }
  return folded;
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../src/workers/nn/architecture.ts';
import { parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import { readEncoderWeights } from '../../../src/workers/training/encoder-weights.ts';
import { encodeSafetensors, type NamedTensor } from '../../../src/workers/training/safetensors.ts';
import { encodeTorchCheckpoint } from '../../../src/workers/training/torch-file.ts';
import { python } from '../../helpers/python.ts';
import { noise } from '../nn/golden.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-encoder-'));
afterAll(() => rmSync(dir, { recursive: true }));
const spec: NetworkSpec = { encoder: 'resnet34', base: 2, encoderWidth: 2 };

/** What torchvision has of a narrow ResNet-34: three input channels, and a classifier. */
function torchvision(): Map<string, NamedTensor> {
  const encoder = parameterCatalogue(spec).filter(({ name }) => name.startsWith('encoder.'));
  const tensors = encoder.map(({ name, shape, size }, i): [string, NamedTensor] => {
    const theirs = name.slice('encoder.'.length);
    if (theirs === 'conv1.weight') return [theirs, { shape: [2, 3, 7, 7], data: noise(i, 3 * size) }];
    return [theirs, { shape, data: noise(i, size) }];
  });
  return new Map([...tensors, ['fc.weight', { shape: [5, 16], data: noise(99, 80) }]]);
}

function written(name: string, tensors: Map<string, NamedTensor>): string {
  const path = join(dir, name);
  const floats = [...tensors].map(([key, tensor]) => [key, { dtype: 'float32', ...tensor }] as const);
  const bytes = name.endsWith('.safetensors')
    ? encodeSafetensors({ tensors, metadata: {} })
    : encodeTorchCheckpoint({ model: new Map(floats), epoch: 0, val_dice: 0 });
  writeFileSync(path, bytes);
  return path;
}

describe('the weights of an encoder', () => {
  it.each(['resnet34.pt', 'resnet34.pth', 'resnet34.safetensors'])('are read from %s, colours summed', async name => {
    const theirs = torchvision();
    const ours = await readEncoderWeights(written(name, theirs), spec);
    expect(ours.size).toBe(theirs.size - 1);
    expect(ours.get('encoder.layer4.2.bn2.running_var')).toEqual(theirs.get('layer4.2.bn2.running_var'));
    const { shape, data } = ours.get('encoder.conv1.weight')!;
    expect(shape).toEqual([2, 1, 7, 7]);
    const rgb = theirs.get('conv1.weight')!.data;
    // The second filter's third pixel.
    expect(data[49 + 2]).toBeCloseTo(rgb[147 + 2] + rgb[147 + 49 + 2] + rgb[147 + 98 + 2], 5);
  });

  it('are read from a network that the studio trained', async () => {
    const renamed = [...torchvision()].map(([name, tensor]) => [`encoder.${name}`, tensor] as const);
    const ours = await readEncoderWeights(written('own.pt', new Map(renamed)), spec);
    expect(ours.get('encoder.conv1.weight')?.shape).toEqual([2, 1, 7, 7]);
  });

  it('that do not fit are refused in a sentence that says why', async () => {
    const without = torchvision();
    without.delete('layer3.5.conv2.weight');
    await expect(readEncoderWeights(written('without.pt', without), spec)).rejects.toThrow(
      /^.*without\.pt does not fit the encoder resnet34, for it has no layer3\.5\.conv2\.weight: give torchvision's .*\.$/,
    );
    const other = torchvision().set('layer1.0.conv1.weight', { shape: [2, 2, 1, 1], data: noise(1, 4) });
    await expect(readEncoderWeights(written('other.safetensors', other), spec)).rejects.toThrow(
      /its layer1\.0\.conv1\.weight is \[2, 2, 1, 1\], not \[2, 2, 3, 3\]: /,
    );
    const fourChannels = torchvision().set('conv1.weight', { shape: [2, 4, 7, 7], data: noise(1, 392) });
    await expect(readEncoderWeights(written('four.pt', fourChannels), spec)).rejects.toThrow(
      /its conv1\.weight is \[2, 4, 7, 7\], not \[2, 3, 7, 7\]: /,
    );
    const text = join(dir, 'text.pth');
    writeFileSync(text, 'no weights');
    await expect(readEncoderWeights(text, spec)).rejects.toThrow(/text\.pth is damaged or holds no PyTorch weights: /);
    await expect(readEncoderWeights(join(dir, 'none.pth'), spec)).rejects.toThrow(/does not exist/);
  });

  it.skipIf(!python('torch'))('are read as PyTorch writes them, today and before 1.6, parameters and all', async () => {
    const script = `
import sys, torch
sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True
from resnet34_unet import ResNet34
torch.manual_seed(1)
net = ResNet34(width=2, channels=3)
torch.save(net.state_dict(), sys.argv[2] + "/zip.pth")
torch.save(net.state_dict(), sys.argv[2] + "/legacy.pth", _use_new_zipfile_serialization=False)
torch.save(net.state_dict(keep_vars=True), sys.argv[2] + "/parameters.pth", _use_new_zipfile_serialization=False)
print(net.conv1.weight.sum(1).flatten()[50].item(), net.layer4[2].conv2.weight.flatten()[-1].item())`;
    const args = ['-c', script, join(import.meta.dirname, '../../golden'), dir];
    const [conv1, last] = execFileSync(python('torch')!, args, { encoding: 'utf8' }).split(' ').map(Number);
    for (const file of ['zip.pth', 'legacy.pth', 'parameters.pth']) {
      const ours = await readEncoderWeights(join(dir, file), spec);
      expect(ours.get('encoder.conv1.weight')?.data[50], file).toBeCloseTo(conv1, 5);
      expect(ours.get('encoder.layer4.2.conv2.weight')?.data.at(-1), file).toBeCloseTo(last, 6);
    }
  });
});

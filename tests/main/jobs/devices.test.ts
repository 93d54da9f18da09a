import { describe, expect, it } from 'vitest';
import { fastest } from '../../../src/main/jobs/devices.ts';
import type { DeviceMeasurement } from '../../../src/shared/contract-machine.ts';

const cpu: DeviceMeasurement = { device: 'cpu', name: 'CPU (8 threads)', usable: true, milliseconds: 64.2 };
const gpu: DeviceMeasurement = { device: 'webgpu', name: 'WebGPU', usable: true, milliseconds: 8.1 };
const noGpu: DeviceMeasurement = { device: 'webgpu', name: 'WebGPU', usable: false, reason: 'no adapter' };

describe('the choice of a device', () => {
  it('falls on the one whose test step was fastest, and says by how much', () => {
    expect(fastest([cpu, gpu])).toEqual({
      chosen: 'webgpu',
      reason: 'WebGPU, 8.1 ms a test step; CPU (8 threads) took 64 ms',
    });
  });

  it('falls on the CPU when a software adapter is slower than it', () => {
    expect(fastest([cpu, { ...gpu, milliseconds: 5000 }]).chosen).toBe('cpu');
  });

  it('says why what was not chosen cannot be used', () => {
    expect(fastest([cpu, noGpu])).toEqual({
      chosen: 'cpu',
      reason: 'CPU (8 threads), 64 ms a test step; WebGPU cannot be used: no adapter',
    });
  });
});

import { expect, it } from 'vitest';
import { studio } from '../helpers/studio.ts';

it('studio devices times a step on every device, says why one cannot be used, and which is chosen', async () => {
  const { exitCode, stdout } = await studio(['--json', 'devices']);
  expect(exitCode).toBe(0);
  const records = stdout.split('\n').map(line => JSON.parse(line));
  const [cpu, webgpu, pytorch, tensorflow, choice, video] = records;
  expect(cpu).toMatchObject({ device: 'cpu', usable: true });
  expect(cpu.milliseconds).toBeGreaterThan(0);
  expect(webgpu.usable ? webgpu.milliseconds > 0 : webgpu.reason.length > 0).toBe(true);
  expect(pytorch).toMatchObject({ engine: 'pytorch' });
  if (!pytorch.usable) expect(pytorch.reason).toMatch(/^No Python with torch/);
  expect(tensorflow).toMatchObject({ engine: 'tensorflow', experimental: true });
  if (!tensorflow.usable) expect(tensorflow.reason).toMatch(/^TensorFlow cannot be used: .*; run npm .*\.$/);
  expect(records.find(record => record.device === choice.chosen).chosen).toBe(true);
  expect(choice.reason).toContain(' ms a test step');
  expect(video.ffmpeg).toMatchObject({ found: true, path: expect.stringContaining('ffmpeg') });
});

import { describe, expect, it } from 'vitest';
import { StepSeries } from '../../../src/main/training/step-series.ts';
import { estimateSeconds, PATIENCE_S, suggestConfig } from '../../../src/main/training/suggest.ts';

describe('the suggested settings', () => {
  it('are the reference pipeline’s where the machine is fast', () => {
    const { config, reasons } = suggestConfig({ device: 'webgpu', testStep: 2, train: 200 });
    expect(config).toMatchObject({ device: 'webgpu', size: 512, base: 32, batch: 16, epochs: 30, lr: 1e-3 });
    expect(reasons[0]).toContain('reference');
  });

  it('take less than an hour where that can be had, the larger the faster the machine', () => {
    const sizes = [5, 20, 80, 320].map(testStep => suggestConfig({ device: 'cpu', testStep, train: 200 }));
    for (const { seconds } of sizes) expect(seconds).toBeLessThanOrEqual(PATIENCE_S);
    const costs = sizes.map(({ config }) => estimateSeconds(config, 200, 1));
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
  });

  it('are the smallest where nothing can', () => {
    expect(suggestConfig({ device: 'cpu', testStep: 60_000, train: 200 }).config).toMatchObject({
      size: 128,
      base: 16,
    });
  });

  it.each([0, 1, 3, 7, 63])('make batches of at least one for %i images', train => {
    const { batch } = suggestConfig({ device: 'cpu', testStep: 1, train }).config;
    expect(batch).toBeGreaterThanOrEqual(1);
    expect(batch).toBeLessThanOrEqual(Math.max(1, train));
  });
});

describe('the losses of a long training', () => {
  it('are thinned to their means, in order, and none is lost', () => {
    const series = new StepSeries();
    for (let step = 1; step <= 20_000; step++) series.add({ step, loss: step });
    const { points } = series;
    expect(points.length).toBeLessThan(4096);
    expect(points.length).toBeGreaterThan(2000);
    const stride = points[1].step - points[0].step;
    // The mean of the steps that end with this one.
    for (const { step, loss } of points) expect(loss).toBe(step - (stride - 1) / 2);
    expect(points.at(-1)?.step).toBeGreaterThan(20_000 - stride);
  });
});

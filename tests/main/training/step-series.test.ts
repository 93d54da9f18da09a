import { describe, expect, it } from 'vitest';
import { StepSeries } from '../../../src/main/training/step-series.ts';

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

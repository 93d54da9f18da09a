import { addView, VIEWS, viewed } from '../../shared/image/views.ts';
import { crackOf } from '../../shared/inference/class-channels.ts';
import type { Predictor } from './predictor.ts';

/** A predictor that looks at every picture in its eight views, eight times as long, and says the mean. */
export function inAllViews(predictor: Predictor): Predictor {
  const predictClasses: Predictor['predictClasses'] = async (image, mode, options) => {
    const { width, height } = image;
    const length = predictor.classes.length + 1;
    const sums = Array.from({ length }, () => ({ width, height, data: new Float32Array(width * height) }));
    for (const view of VIEWS) {
      const said = await predictor.predictClasses(viewed(image, view), mode, options);
      for (const [channel, sum] of sums.entries()) addView(sum, said[channel], view);
    }
    return sums.map(({ data }) => data.map(value => value / VIEWS.length));
  };
  return {
    ...predictor,
    predictClasses,
    async predict(image, mode, options) {
      return crackOf(await predictClasses(image, mode, options));
    },
  };
}

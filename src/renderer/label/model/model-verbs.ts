import type { InspectedModel } from '../../../shared/contract-inspect.ts';
import { classOfPixels } from '../../../shared/labels/class-of-pixels.ts';
import { accepted } from '../../../shared/labels/label-edits.ts';
import { predictedLabels } from '../../../shared/labels/predicted-labels.ts';
import { repredicted, withoutPredicted } from '../../../shared/labels/prediction-edits.ts';
import { isPredicted } from '../../../shared/labels/predictions.ts';
import type { Workbench } from '../workbench.ts';
import type { Answer } from './answer.ts';

/** Asks a model about an image. Throws a StudioError. */
export type Ask = (model: InspectedModel, image: string) => Promise<Answer>;

/** What is done with the help of a model. `classes`: names of the project's. */
export function modelVerbs({ store, edit, notify, currentDocument }: Workbench) {
  const get = store.getState;
  const set = store.setState;

  /** The labels that the answer means at the threshold, in the place of those that a model made before. */
  function show(classes: readonly string[]): void {
    const { answer, threshold } = get();
    const document = currentDocument();
    if (!answer || !document || document.image !== answer.image) return;
    const found = predictedLabels(answer.probability, {
      threshold,
      classOf: classOfPixels(answer.classes, answer.names, classes),
      newId: () => crypto.randomUUID(),
    });
    edit(repredicted(document.labels, found));
    if (found.length === 0) notify('notice', 'The model finds no crack here at this threshold.');
  }

  return {
    /** Labels the image that is open with what a model finds. Throws a StudioError. */
    async preLabel(model: InspectedModel, ask: Ask, classes: readonly string[]): Promise<void> {
      const { current } = get();
      if (current === null || !currentDocument()) return;
      set({ answer: await ask(model, current) });
      show(classes);
    },
    /** From which probability on a pixel is crack; what the model found here follows. */
    setThreshold(threshold: number, classes: readonly string[]): void {
      set({ threshold });
      const labels = currentDocument()?.labels;
      // Where it found nothing it may at another threshold.
      if (labels && (labels.length === 0 || labels.some(isPredicted))) show(classes);
    },
    /** What the model found here is right: it counts as drawn. */
    accept: () => edit(accepted(currentDocument()?.labels ?? [])),
    throwAway: () => edit(withoutPredicted(currentDocument()?.labels ?? [])),
  };
}

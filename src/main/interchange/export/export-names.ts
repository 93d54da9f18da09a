import type { TakeNote } from '../../../shared/interchange/notes.ts';
import type { LabelDocument } from '../../../shared/schemas/label.ts';
import type { ExportDataset } from '../formats/format.ts';
import { splitExtension, stemsOf } from '../formats/names.ts';

/** What each image is called where names go without extension, by its name; says which share their stem. */
export async function uniqueStems(dataset: ExportDataset, takeNote: TakeNote): Promise<Map<string, string>> {
  const names: string[] = [];
  for await (const { name } of dataset.images()) names.push(name);
  const stems = stemsOf(names);
  for (const [name, stem] of stems) {
    if (stem === name && splitExtension(name)[1] !== '') takeNote({ code: 'same-stem', detail: name });
  }
  return stems;
}

/**
 * Whether masks can tell of an image: somebody is done with it, or has begun, which masks cannot say. An image without a mask
 * is one that nobody looked at.
 */
export function isToldOf({ image, state, labels }: LabelDocument, takeNote: TakeNote): boolean {
  if (state === 'verified') return true;
  if (labels.length > 0) takeNote({ code: 'state-lost', detail: image });
  return labels.length > 0;
}

import type { TakeNote } from '../../../../shared/interchange/notes.ts';
import { encodeGray } from '../../../images/png.ts';
import { isToldOf, uniqueStems } from '../../export/export-names.ts';
import type { Sink } from '../../export/sink.ts';
import { rasterOf } from '../../shapes/export-raster.ts';
import { formatClassList } from '../class-list.ts';
import type { ExportDataset } from '../format.ts';

/**
 * Writes one gray PNG for each image: 0 and 255 where the project has one class, else class indices, named in `classes.txt`.
 * Images that nobody labelled have none, those without cracks an empty one. Throws a StudioError.
 */
export async function writeMasks(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void> {
  const names = dataset.classes.map(({ name }) => name);
  const stems = await uniqueStems(dataset, takeNote);
  const lists = new Map<string, string[]>();
  await sink.add('classes.txt', formatClassList(names));
  for await (const { name, document, side, path } of dataset.images()) {
    if (dataset.withImages) await sink.addFile(`images/${name}`, path);
    if (side !== null) lists.set(side, [...(lists.get(side) ?? []), name]);
    if (!isToldOf(document, takeNote)) continue;
    const { classes } = rasterOf(document, names, takeNote);
    const data = names.length === 1 ? classes.data.map(value => (value > 0 ? 255 : 0)) : classes.data;
    await sink.add(`masks/${stems.get(name)}.png`, await encodeGray({ ...classes, data }));
  }
  for (const [side, list] of lists) await sink.add(`splits/${side}.txt`, list.map(name => `${name}\n`).join(''));
}

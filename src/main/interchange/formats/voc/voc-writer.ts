import type { TakeNote } from '../../../../shared/interchange/notes.ts';
import { encodePalette } from '../../../images/palette-png.ts';
import { isToldOf, uniqueStems } from '../../export/export-names.ts';
import type { Sink } from '../../export/sink.ts';
import { rasterOf } from '../../shapes/export-raster.ts';
import { formatClassList } from '../class-list.ts';
import type { ExportDataset } from '../format.ts';
import { splitExtension } from '../names.ts';
import { VOC_COLOURS } from './voc-colours.ts';

/**
 * Writes palette PNGs with VOC's colours: class indices in the project's order (named in `class_names.txt`) and instance
 * indices. Images that nobody labelled have no mask and are not listed; those without cracks have an empty one, for
 * readers of VOC open the mask of every listed image. Throws a StudioError.
 */
export async function writeVoc(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void> {
  const names = dataset.classes.map(({ name }) => name);
  const stems = await uniqueStems(dataset, takeNote);
  const lists = new Map<string, string[]>([['trainval', []]]);
  await sink.add('class_names.txt', formatClassList(names));
  for await (const { name, document, side, path } of dataset.images()) {
    const id = stems.get(name)!;
    if (dataset.withImages) await sink.addFile(`JPEGImages/${id}${splitExtension(name)[1]}`, path);
    if (!isToldOf(document, takeNote)) continue;
    const raster = rasterOf(document, names, takeNote);
    await sink.add(`SegmentationClass/${id}.png`, await encodePalette(raster.classes, VOC_COLOURS));
    await sink.add(`SegmentationObject/${id}.png`, await encodePalette(raster.instances, VOC_COLOURS));
    for (const list of side === 'test' ? ['test'] : [...(side === null ? [] : [side]), 'trainval']) {
      lists.set(list, [...(lists.get(list) ?? []), id]);
    }
  }
  for (const [list, ids] of lists)
    await sink.add(`ImageSets/Segmentation/${list}.txt`, ids.map(id => `${id}\n`).join(''));
}

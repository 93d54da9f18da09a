import { join } from 'node:path';
import { Command, Option } from 'commander';
import { StudioError, usageError } from '../../shared/errors.ts';
import type { ScaleSource } from '../../shared/measure/scale.ts';
import { WIDTH_CLASSES } from '../../shared/measure/width-classes.ts';
import { folder, wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

interface Flags {
  masks?: string;
  out: string;
  scale?: string;
  line: ScaleLine[];
  classes?: string;
  minArea?: number;
}

type ScaleLine = Extract<ScaleSource, { kind: 'lines' }>['lines'][number];

/** `studio measure IMAGES`: lengths, widths and more of every crack in masks, in px, and with a scale in mm. */
export function measureCommand(): Command {
  const command = new Command()
    .description('measure the cracks of masks: lengths, widths, directions, with their uncertainty')
    .argument('<images...>', 'images, folders of images, or a folder with images/ and masks/')
    .option('--masks <dir>', 'holds a PNG of the same name for every image', folder('--masks'))
    .requiredOption('--out <dir>', 'gets measurements.csv and measurements.json', folder('--out'))
    .option(
      '--scale <scale>',
      'mm a px, or a JSON file that says how the scale is known; without one, figures are in px',
    )
    .option(
      '--line <line>',
      'a line of known length, "x1,y1 x2,y2 = 100" with px and mm; several are averaged',
      addLine,
      [],
    )
    .addOption(new Option('--classes <id>', 'classes by width').choices(WIDTH_CLASSES.map(({ id }) => id)))
    .option('--min-area <px>', 'smaller components are specks', wholeNumber('--min-area', 1));
  return command.action(async (paths: string[], flags: Flags) => {
    const { listImages } = await import('../../main/inspection/image-list.ts');
    const { measureImages } = await import('../../main/measure/measure-images.ts');
    const { exists } = await import('../../main/files/listing.ts');
    const output = outputOf(command);
    const labelled = paths.length === 1 && !flags.masks && (await exists(join(paths[0], 'images')));
    const masks = labelled ? join(paths[0], 'masks') : flags.masks;
    if (!masks) throw usageError('--masks is missing: name the folder that holds the masks of these images.');
    const images = await listImages(labelled ? [join(paths[0], 'images')] : paths);
    const choices = {
      images,
      masks,
      out: flags.out,
      scale: await scaleOf(flags),
      classes: WIDTH_CLASSES.find(({ id }) => id === flags.classes) ?? null,
      signal: interruption(),
      ...(flags.minArea !== undefined && { minAreaPx: flags.minArea }),
    };
    const progress = output.progress('measure', images.length);
    let [done, failed, cracks] = [0, 0, 0];
    for await (const measured of measureImages(choices)) {
      progress.update(++done);
      if ('error' in measured) {
        failed++;
        output.note(`error: ${measured.error}`);
        continue;
      }
      cracks += measured.records.length;
      for (const record of measured.records) output.print(record);
    }
    progress.end();
    const unit = choices.scale ? 'mm' : 'px, for no scale is given';
    output.note(
      `${cracks} cracks of ${done - failed} images measured in ${unit}: ${join(flags.out, 'measurements.csv')}`,
    );
    if (failed > 0)
      throw new StudioError(`${failed} of ${images.length} images could not be measured; see the lines above.`);
  });
}

async function scaleOf({ scale, line }: Flags): Promise<ScaleSource | null> {
  const { readScale } = await import('../../main/measure/read-scale.ts');
  if (scale !== undefined && line.length > 0) throw usageError('--scale and --line are two scales: give one.');
  if (line.length > 0) return { kind: 'lines', lines: line };
  if (scale === undefined) return null;
  const mmPerPx = Number(scale);
  if (Number.isNaN(mmPerPx)) return readScale(scale);
  if (!(mmPerPx > 0 && mmPerPx <= 1e4)) throw usageError(`--scale wants mm a px above 0, not "${scale}".`);
  return { kind: 'given', mmPerPx, relativeUncertainty: 0 };
}

function addLine(text: string, lines: ScaleLine[]): ScaleLine[] {
  const numbers = text
    .match(/^\s*([\d.]+)\s*,\s*([\d.]+)\s+([\d.]+)\s*,\s*([\d.]+)\s*=\s*([\d.]+)\s*$/)
    ?.slice(1)
    .map(Number);
  if (!numbers?.every(Number.isFinite)) throw usageError(`--line wants "x1,y1 x2,y2 = mm", not "${text}".`);
  const [x1, y1, x2, y2, mm] = numbers;
  if ((x1 === x2 && y1 === y2) || mm <= 0) throw usageError(`--line wants a line and a length above 0, not "${text}".`);
  return [...lines, { from: [x1, y1], to: [x2, y2], mm }];
}

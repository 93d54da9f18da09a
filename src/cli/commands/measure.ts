import { Command } from 'commander';
import { usageError } from '../../shared/errors.ts';
import type { ScaleSource } from '../../shared/measure/scale.ts';
import { WIDTH_CLASSES } from '../../shared/measure/width-classes.ts';
import { folder, wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { measureTarget } from '../measuring.ts';
import { outputOf } from '../output.ts';

interface Flags {
  masks?: string;
  out?: string;
  scale?: string;
  line: ScaleLine[];
  marker?: number;
  keep?: string;
  video?: string;
  classes?: string;
  minArea?: number;
}

/** Of `--classes`. */
export const CLASSES_HELP = `classes by width: ${WIDTH_CLASSES.map(({ id }) => id).join(', ')}, or a JSON or YAML file with others`;

type ScaleLine = Extract<ScaleSource, { kind: 'lines' }>['lines'][number];

/** `studio measure IMAGES | PROJECT | INSPECTION`: lengths, widths and more of every crack, in px, and with a scale in mm. */
export function measureCommand(): Command {
  const command = new Command()
    .description('measure cracks: lengths, widths, directions, with their uncertainty')
    .argument('<paths...>', 'images, folders of images, a folder with images/ and masks/, a project, or an inspection')
    .option('--masks <dir>', 'holds a PNG of the same name for every image', folder('--masks'))
    .option('--out <dir>', 'gets measurements.csv and measurements.json (default: the inspection)', folder('--out'))
    .option(
      '--scale <scale>',
      'mm a px, or a JSON file that says how the scale is known (default: what the project keeps; else figures are in px)',
    )
    .option(
      '--line <line>',
      'a line of known length, "x1,y1 x2,y2 = 100" with px and mm; several are averaged',
      addLine,
      [],
    )
    .option(
      '--marker <mm>',
      'side of the ArUco or AprilTag marker that each picture shows, which gives its scale',
      sideOf,
    )
    .option('--keep <owner>', 'keep the scale in the project: with a video, by its file name, or with its "images"')
    .option('--video <file>', 'the video of the inspection, where the project does not hold it')
    .option('--classes <classes>', CLASSES_HELP)
    .option('--min-area <px>', 'smaller components are specks', wholeNumber('--min-area', 1));
  return command.action(async (paths: string[], flags: Flags) => {
    const { readWidthClasses } = await import('../../main/measure/read-width-classes.ts');
    const { masks, out, keep, video, minArea, marker } = flags;
    const scale = await scaleOf(flags);
    if (marker !== undefined && scale) throw usageError('--marker and --scale or --line are two scales: give one.');
    const classes = flags.classes === undefined ? null : await readWidthClasses(flags.classes);
    const given = { paths, masks, out, keep, video, classes, minAreaPx: minArea, markerMm: marker };
    await measureTarget({ ...given, scale, signal: interruption() }, outputOf(command));
  });
}

/** The scale that flags name; null without one. Throws a StudioError. */
export async function scaleOf({
  scale,
  line,
}: {
  scale?: string | undefined;
  line: ScaleLine[];
}): Promise<ScaleSource | null> {
  const { readScale } = await import('../../main/measure/read-scale.ts');
  if (scale !== undefined && line.length > 0) throw usageError('--scale and --line are two scales: give one.');
  if (line.length > 0) return { kind: 'lines', lines: line };
  if (scale === undefined) return null;
  const mmPerPx = Number(scale);
  if (Number.isNaN(mmPerPx)) return readScale(scale);
  if (!(mmPerPx > 0 && mmPerPx <= 1e4)) throw usageError(`--scale wants mm a px above 0, not "${scale}".`);
  return { kind: 'given', mmPerPx, relativeUncertainty: 0 };
}

function sideOf(text: string): number {
  const mm = Number(text);
  if (mm > 0 && mm <= 1e5) return mm;
  throw usageError(`--marker wants the side of the marker's black square in mm, not "${text}".`);
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

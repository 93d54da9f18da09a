import { StudioError } from '../../../../shared/errors.ts';
import { type Colour, colourKey } from '../../../../shared/image/colour.ts';
import { isBackgroundName, textLines } from '../names.ts';
import { VOC_COLOURS } from '../voc/voc-colours.ts';

/** A line of CVAT's `labelmap.txt`: `name:r,g,b:parts:actions`. */
export interface LabelMapLine {
  readonly name: string;
  /** Null where the line names none. */
  readonly colour: Colour | null;
}

/** What the colours and the line numbers of a label map mean. */
export interface LabelMap {
  /** As they stand, with a `background` before them where they have none. */
  readonly lines: readonly LabelMapLine[];
  /** The line of each colour (`0xRRGGBB`); that of unlabelled pixels is the background's, whoever else bears it. */
  readonly byColour: ReadonlyMap<number, number>;
  /** The line of what nobody labelled. */
  readonly background: number;
  /** A class with the colour of the background: its pixels can be told only where an instance is there. */
  readonly hidden: number | null;
  /** What is not clear about the background, if anything. */
  readonly ambiguity: string | null;
}

const HEADER = '# label:color_rgb:parts:actions';

/** Throws a StudioError that names `file` when a line makes no sense, or a class or colour is there twice. */
export function parseLabelMap(text: string, file: string): LabelMap {
  const lines = textLines(text)
    .filter(line => !line.startsWith('#'))
    .map(line => parseLine(line, file));
  const twice = lines.find(({ name }, i) => lines.findIndex(other => other.name === name) < i);
  if (twice) throw new StudioError(`Cannot read ${file}: it has the class ${twice.name} twice; take one out.`);
  // Datumaro's rule: colours are those of the file, or, where it has none at all, VOC's in the order of the lines.
  const coloured = lines.some(({ colour }) => colour !== null)
    ? lines
    : lines.map(({ name }, i) => ({ name, colour: VOC_COLOURS[i] ?? null }));
  return understood(coloured, file);
}

function parseLine(line: string, file: string): LabelMapLine {
  const fields = line.split(':');
  const [name, colour = ''] = fields.map(field => field.trim());
  if (fields.length > 4 || name === '') {
    throw new StudioError(
      `Cannot read ${file}: the line "${line}" is not name:r,g,b:parts:actions; a class's name has no colon.`,
    );
  }
  return { name, colour: colour === '' ? null : parseColour(colour, line, file) };
}

function parseColour(text: string, line: string, file: string): Colour {
  const [red, green, blue, ...more] = text.split(',').map(part => (/^\s*\d{1,3}\s*$/.test(part) ? Number(part) : 256));
  if (more.length === 0 && red <= 255 && green <= 255 && blue <= 255) return [red, green, blue];
  throw new StudioError(`Cannot read ${file}: the colour in "${line}" is not three numbers from 0 to 255.`);
}

const isBlack = ({ colour }: LabelMapLine) => colour !== null && colourKey(colour) === 0;

/**
 * CVAT's code takes the first black class for the background, then one called `background`, then adds one; its documents
 * say that one called `background`, in any case, is it.
 */
function understood(given: readonly LabelMapLine[], file: string): LabelMap {
  const has = given.some(line => isBlack(line) || isBackgroundName(line.name));
  const lines = has ? given : [{ name: 'background', colour: [0, 0, 0] } satisfies LabelMapLine, ...given];
  const firstOf = (...tests: ((line: LabelMapLine) => boolean)[]) =>
    tests.map(test => lines.findIndex(test)).find(index => index >= 0) ?? 0;
  const background = firstOf(
    line => isBlack(line) && isBackgroundName(line.name),
    isBlack,
    ({ name }) => name === 'background',
    ({ name }) => isBackgroundName(name),
  );
  const hidden = lines.findIndex(line => isBlack(line) && !isBackgroundName(line.name));
  const ambiguity = hidden < 0 ? null : `${lines[hidden].name} is black in ${file}, as what nobody labelled`;
  const byColour = coloursOf(lines, background, hidden, file);
  return { lines, byColour, background, hidden: hidden < 0 ? null : hidden, ambiguity };
}

function coloursOf(lines: readonly LabelMapLine[], background: number, hidden: number, file: string) {
  const byColour = new Map<number, number>();
  for (const [index, { name, colour }] of lines.entries()) {
    if (!colour || index === hidden) continue;
    const other = byColour.get(colourKey(colour));
    if (other !== undefined && !isBlack(lines[index])) {
      const both = `${lines[other].name} and ${name}`;
      throw new StudioError(
        `Cannot read ${file}: ${both} share the colour ${colour.join(',')}; give them different ones and export again.`,
      );
    }
    byColour.set(colourKey(colour), index);
  }
  const { colour } = lines[background];
  return colour ? byColour.set(colourKey(colour), background) : byColour;
}

/** As CVAT writes it: a header, and the classes sorted by code point. */
export function formatLabelMap(lines: readonly LabelMapLine[]): string {
  return [HEADER, ...lines.map(({ name, colour }) => `${name}:${colour?.join(',') ?? ''}::`), ''].join('\n');
}

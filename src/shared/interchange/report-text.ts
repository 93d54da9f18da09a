import type { NoteCount } from './notes.ts';
import type { InterchangeReport, Some } from './report.ts';

const number = (value: number) => value.toLocaleString('en');

/** A report as a person reads it in a terminal, a line each. `preview`: nothing was written. */
export function reportText(report: InterchangeReport, preview = false): string {
  const lines = report.direction === 'import' ? importLines(report, preview) : exportLines(report);
  return [...lines, ...labelLines(report), ...pixelLines(report), ...noteLines(report.notes)].join('\n');
}

function importLines(report: InterchangeReport, preview: boolean): string[] {
  const { path, title, recognised, images, newClasses, problem } = report;
  const { matched, added, unmatched, unmentioned, pictures, sides, labelled, empty, inProgress, unlabelled } = images;
  const states = [
    `${number(labelled)} with labels`,
    `${number(empty)} free of cracks`,
    `${number(inProgress)} in progress`,
    ...(unlabelled > 0 ? [`${number(unlabelled)} unlabelled`] : []),
  ];
  return [
    `${path}: ${title}${recognised === null ? '' : ` (${recognised})`}`,
    `images: ${number(images.there)} in the source, ${number(matched)} matched, ${number(added)} new, ${number(unmatched.count)} not found`,
    `${preview ? 'to be imported' : 'imported'}: ${problem ? 'nothing' : states.join(', ')}`,
    ...(sides.train + sides.val + sides.test > 0 ? [splitLine(sides)] : []),
    ...listed('not found', unmatched),
    ...listed('images of the project that the source does not mention', unmentioned),
    ...listed('pictures that no label mentions', pictures),
    ...(newClasses.length > 0 ? [`new classes: ${newClasses.join(', ')}`] : []),
  ];
}

function exportLines({ path, title, images }: InterchangeReport): string[] {
  const { labelled, empty, inProgress, unlabelled, sides, unmentioned } = images;
  return [
    `${path}: ${title}`,
    `images: ${number(labelled)} with labels, ${number(empty)} free of cracks, ${number(inProgress)} in progress, ${number(unlabelled)} unlabelled`,
    splitLine(sides),
    ...listed('images of the project that it does not mention', unmentioned),
  ];
}

function splitLine({ train, val, test }: InterchangeReport['images']['sides']): string {
  return `split: train ${number(train)}, val ${number(val)}${test > 0 ? `, test ${number(test)}` : ''}`;
}

function labelLines({ labels }: InterchangeReport): string[] {
  if (labels.length === 0) return ['labels: none'];
  return [`labels: ${labels.map(each => `${number(each.count)} ${each.shape} ${each.class}`).join(', ')}`];
}

function pixelLines({ pixels, direction }: InterchangeReport): string[] {
  const { images, before, after, uncompared, differing, iou } = pixels;
  const alone = uncompared > 0 ? [`pixels of crack with nothing to compare: ${number(uncompared)} here`] : [];
  if (images === 0) return alone;
  const where = direction === 'import' ? 'by the rule of the other tool' : 'read back';
  const [first, second] =
    direction === 'import'
      ? [`${number(before)} ${where}`, `${number(after)} here`]
      : [`${number(before)} here`, `${number(after)} ${where}`];
  const overlap = iou === null ? '' : iou === 1 ? ', identical' : `, IoU ${iou.toFixed(4)}`;
  return [
    `pixels of crack: ${first}, ${second}${overlap}`,
    ...alone,
    ...listed('images whose pixels differ', differing),
  ];
}

function noteLines(notes: readonly NoteCount[]): string[] {
  return notes.flatMap(({ kind, text, count, examples }) => [
    `${kind} ${number(count)}: ${text}`,
    ...(examples.length > 0 ? [`  ${withMore(examples, count)}`] : []),
  ]);
}

function listed(title: string, { count, examples }: Some): string[] {
  return count === 0 ? [] : [`${title}: ${number(count)}`, `  ${withMore(examples, count)}`];
}

/** So many in a terminal; the JSON has more. */
const SHOWN = 3;

function withMore(examples: readonly string[], count: number): string {
  const shown = examples.slice(0, SHOWN);
  return shown.join('; ') + (count > shown.length ? '; …' : '');
}

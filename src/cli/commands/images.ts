import { Command, Option } from 'commander';
import { usageError } from '../../shared/errors.ts';
import {
  ALL_IMAGES,
  chosenImages,
  type ImageChoice,
  type ImageFilter,
  type ImageOrder,
  imageFilterSchema,
  imageOrderSchema,
} from '../../shared/labels/image-choice.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { wholeNumber } from '../arguments.ts';
import { printDone, printUndone } from '../bulk-text.ts';
import { inProject } from '../in-project.ts';
import { interruption } from '../interruption.ts';
import { jobContext, type Output, outputOf, plainTable } from '../output.ts';

interface Flags {
  readonly name?: string;
  readonly state: ImageFilter;
  readonly class?: string;
  readonly video?: string;
  readonly sort: ImageOrder;
  readonly verify?: boolean;
  readonly setClass?: string;
  readonly remove?: boolean;
  readonly carry?: number;
  readonly undo?: boolean;
}

/** `studio images FOLDER [NAME…]`: the training images of a project, those that are chosen; with a flag they are changed, or their labels carried on, all in one step. */
export function imagesCommand(): Command {
  return new Command()
    .description('list training images of a project; or verify, reclass or remove them in one step')
    .argument('<folder>', 'folder of the project')
    .argument('[images...]', 'names of images; all that the flags choose without')
    .option('--name <part>', 'those with this in their name')
    .addOption(new Option('--state <state>', 'those that are so far').choices(imageFilterSchema.options).default('all'))
    .option('--class <name>', 'those with a label of this class')
    .option('--video <name>', 'those collected from this video')
    .addOption(new Option('--sort <order>', 'their order').choices(imageOrderSchema.options).default('name'))
    .option('--verify', 'they are labelled to the end')
    .option('--set-class <name>', 'their labels (with --class: those of that class) become of this class')
    .option('--remove', 'take them out of the training set and its split, into the trash of the project')
    .addOption(
      new Option(
        '--carry <images>',
        'carry the labels of one on over so many images of its video (-5: backwards), for a person to look at',
      ).argParser(wholeNumber('--carry', -1000, 1000)),
    )
    .option('--undo', 'take back what was last done to many images at once')
    .action(async (folder: string, names: string[], flags: Flags, command: Command) => {
      const { ProjectBulk } = await import('../../main/dataset/bulk/project-bulk.ts');
      requireOneAction(flags, names);
      const output = outputOf(command);
      const { context, end } = jobContext(output, interruption());
      await inProject(folder, async project => {
        const bulk = new ProjectBulk(project, () => {});
        if (flags.undo) return printUndone(await bulk.undo(undefined, context), output);
        const images = chosen(await project.get().labels.list(), names, flags);
        const wanted = images.map(image => image.name);
        const { setClass, class: from } = flags;
        if (flags.carry !== undefined)
          printDone(await bulk.carry({ from: onlyOne(wanted), steps: flags.carry }, context), output);
        else if (flags.verify) printDone(await bulk.edit(wanted, { kind: 'verify' }, context), output);
        else if (flags.remove) printDone(await bulk.remove(wanted), output);
        else if (setClass === undefined) list(images, output);
        else {
          const edit = { kind: 'set-class', class: setClass, ...(from !== undefined && { from }) } as const;
          printDone(await bulk.edit(wanted, edit, context), output);
        }
      }).finally(end);
    });
}

function requireOneAction(flags: Flags, names: readonly string[]): void {
  const actions = [flags.verify, flags.setClass, flags.remove, flags.carry !== undefined, flags.undo].filter(Boolean);
  if (actions.length > 1) throw usageError('One thing at a time: name one of the flags.');
  const isChoice = names.length > 0 || flags.state !== 'all' || flags.name || flags.class || flags.video;
  if (actions.length === 1 && !flags.undo && !isChoice)
    throw usageError('Which images? Name them, or choose them by --name, --state, --class or --video.');
}

function onlyOne(images: readonly string[]): string {
  const [image, ...others] = images;
  if (image === undefined || others.length > 0) throw usageError('Labels are carried on from one image: name it.');
  return image;
}

function chosen(images: readonly ImageSummary[], names: readonly string[], flags: Flags): readonly ImageSummary[] {
  const unknown = names.find(name => images.every(image => image.name !== name));
  if (unknown !== undefined) throw usageError(`There is no image ${unknown} in this project.`);
  const choice: ImageChoice = {
    ...ALL_IMAGES,
    ...{ filter: flags.state, search: flags.name ?? '', className: flags.class ?? null },
    ...{ video: flags.video ?? null, order: flags.sort },
  };
  const wanted = new Set(names);
  return chosenImages(names.length > 0 ? images.filter(({ name }) => wanted.has(name)) : images, choice);
}

function list(images: readonly ImageSummary[], output: Output): void {
  const table = plainTable(['image', 'state', 'labels', 'crack px', 'classes']);
  for (const { name, state, review, labels, predicted, crackPx, classes } of images) {
    const counts = Object.entries(classes).map(([each, count]) => `${each} ${count}`);
    table.push([name, review ?? state, labels, crackPx, counts.join(', ')]);
    output.print({ image: name, state, review, labels, predicted, crack_px: crackPx, classes });
  }
  output.print({ images: images.length }, images.length > 0 ? table.toString() : 'There is no such image.');
}

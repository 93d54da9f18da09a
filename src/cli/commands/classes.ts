import { Command } from 'commander';
import type { LabelStore } from '../../main/labels/label-store.ts';
import { usageError } from '../../shared/errors.ts';
import { type ClassChange, classChangeSchema } from '../../shared/labels/class-changes.ts';
import type { Project } from '../../shared/schemas/project.ts';
import { printDone, printUndone } from '../bulk-text.ts';
import { inProject } from '../in-project.ts';
import { interruption } from '../interruption.ts';
import { jobContext, type Output, outputOf, plainTable } from '../output.ts';

interface Flags {
  readonly rename?: string;
  readonly colour?: string;
  readonly merge?: string;
  readonly delete?: string;
  readonly withLabels?: boolean;
  readonly undo?: boolean;
}

/** `studio classes FOLDER`: the classes of a project and how often they are used; with a flag one of them is changed first. */
export function classesCommand(): Command {
  return new Command()
    .description('list the classes of a project, or rename, recolour, merge or delete one; labels follow')
    .argument('<folder>', 'folder of the project')
    .option('--rename <old=new>', 'give a class another name')
    .option('--colour <name=#rrggbb>', 'give it another colour')
    .option('--merge <name=into>', 'its labels become those of another class, and it goes')
    .option('--delete <name>', 'delete a class; one that has labels only with --with-labels')
    .option('--with-labels', 'delete its labels, too')
    .option('--undo', 'take back what was last done to classes or to many images at once')
    .action(async (folder: string, flags: Flags, command: Command) => {
      const { ProjectBulk } = await import('../../main/dataset/bulk/project-bulk.ts');
      const change = changeOf(flags);
      const output = outputOf(command);
      const { context, end } = jobContext(output, interruption());
      await inProject(folder, async project => {
        const bulk = new ProjectBulk(project, () => {});
        if (change) printDone(await bulk.changeClass(change, context), output);
        if (flags.undo) printUndone(await bulk.undo(undefined, context), output);
        await list(project.get().project, project.get().labels, output);
      }).finally(end);
    });
}

function changeOf(flags: Flags): ClassChange | null {
  const { withLabels = false, undo } = flags;
  const changes: unknown[] = [];
  if (flags.rename !== undefined) changes.push(withPair('rename', flags.rename, 'to'));
  if (flags.colour !== undefined) changes.push(withPair('recolour', flags.colour, 'colour'));
  if (flags.merge !== undefined) changes.push(withPair('merge', flags.merge, 'into'));
  if (flags.delete !== undefined) changes.push({ kind: 'delete', name: flags.delete, withLabels });
  if (changes.length + (undo ? 1 : 0) > 1) throw usageError('One change at a time: name one of the flags.');
  if (withLabels && flags.delete === undefined) throw usageError('--with-labels goes with --delete.');
  if (changes.length === 0) return null;
  const parsed = classChangeSchema.safeParse(changes[0]);
  if (parsed.success) return parsed.data;
  throw usageError(`${parsed.error.issues[0]?.message ?? 'That is no change of a class'}.`);
}

/** Of `name=value`; a name may have an equals sign in it, a value not. */
function withPair(kind: string, text: string, field: string) {
  const at = text.lastIndexOf('=');
  if (at < 1 || at === text.length - 1) throw usageError(`"${text}" is no pair: write NAME=VALUE.`);
  return { kind, name: text.slice(0, at), [field]: text.slice(at + 1) };
}

async function list({ classes }: Project, labels: LabelStore, output: Output): Promise<void> {
  const images = await labels.list();
  const table = plainTable(['class', 'colour', 'key', 'images', 'labels']);
  for (const { name, colour, key } of classes) {
    const counts = images.flatMap(image => image.classes[name] ?? []);
    const sum = counts.reduce((total, count) => total + count, 0);
    table.push([name, colour, key ?? '', counts.length, sum]);
    output.print({ class: name, colour, key: key ?? null, images: counts.length, labels: sum });
  }
  output.print({ classes: classes.length }, table.toString());
}

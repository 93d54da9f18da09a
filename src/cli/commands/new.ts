import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { usageError } from '../../shared/errors.ts';
import { outputOf } from '../output.ts';

interface Flags {
  readonly name?: string;
  readonly classes?: readonly string[];
  readonly demo?: boolean;
}

/** `studio new FOLDER`: a folder, which may hold the reference pipeline's folders already, becomes a project. */
export function newCommand(): Command {
  return new Command()
    .description('make a project of a folder; what is in it stays as it is')
    .argument('<folder>', 'folder of the project; made if it is not there')
    .option('--name <name>', "the project's name (default: the folder's)")
    .option('--classes <names>', 'what labels can mark, with commas between (default: crack)', namesIn)
    .option('--demo', 'with the video that comes with the studio')
    .action(async (folder: string, { name, classes, demo }: Flags, command: Command) => {
      if (demo && (name !== undefined || classes !== undefined)) {
        throw usageError('The demo has its name and classes: leave out --name and --classes, or --demo.');
      }
      const { createProject } = await import('../../main/project/project-file.ts');
      const { createDemoProject } = await import('../../main/project/demo-project.ts');
      const { DEMO_FOLDER } = await import('../../main/project/demo-data.ts');
      const path = resolve(folder);
      const project = await (demo
        ? createDemoProject(path, DEMO_FOLDER)
        : createProject(path, name ?? basename(path), classes));
      const names = project.classes.map(({ name }) => name);
      const text = `${path} is the project "${project.name}", with ${names.length === 1 ? 'the class' : 'the classes'} ${names.join(', ')}.`;
      outputOf(command).print({ folder: path, name: project.name, classes: names }, text);
    });
}

function namesIn(text: string): string[] {
  const names = text.split(',').map(name => name.trim());
  if (names.every(name => name !== '') && new Set(names).size === names.length) return names;
  throw usageError(`--classes wants different names with commas between, not "${text}".`);
}

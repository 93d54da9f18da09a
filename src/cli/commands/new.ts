import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { usageError } from '../../shared/errors.ts';
import { outputOf } from '../output.ts';

interface Flags {
  readonly name?: string;
  readonly classes?: readonly string[];
  readonly sample?: boolean;
}

/** `studio new FOLDER`: a folder, which may hold the reference pipeline's folders already, becomes a project. */
export function newCommand(): Command {
  return new Command()
    .description('make a project of a folder; what is in it stays as it is')
    .argument('<folder>', 'folder of the project; made if it is not there')
    .option('--name <name>', "the project's name (default: the folder's)")
    .option('--classes <names>', 'what labels can mark, with commas between (default: crack)', namesIn)
    .option('--sample', 'with the video that comes with the studio')
    .action(async (folder: string, { name, classes, sample }: Flags, command: Command) => {
      if (sample && (name !== undefined || classes !== undefined)) {
        throw usageError('The sample has its name and classes: leave out --name and --classes, or --sample.');
      }
      const { createProject } = await import('../../main/project/project-file.ts');
      const { createSampleProject } = await import('../../main/project/sample-project.ts');
      const { SAMPLE_FOLDER } = await import('../../main/project/shipped-sample.ts');
      const path = resolve(folder);
      const project = await (sample
        ? createSampleProject(path, SAMPLE_FOLDER)
        : createProject(path, name ?? basename(path), classes));
      const names = project.classes.map(({ name }) => name);
      const text = `${path} is the project "${project.name}", with ${names.length === 1 ? 'the class' : 'the classes'} ${names.join(', ')}.`;
      outputOf(command).report({ folder: path, name: project.name, classes: names }, text);
    });
}

function namesIn(text: string): string[] {
  const names = text.split(',').map(name => name.trim());
  if (names.every(name => name !== '') && new Set(names).size === names.length) return names;
  throw usageError(`--classes wants different names with commas between, not "${text}".`);
}

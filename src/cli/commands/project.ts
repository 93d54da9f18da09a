import { Command, Option } from 'commander';
import type { DatasetSummary } from '../../shared/contract-dataset.ts';
import type { ProjectState } from '../../shared/contract-project.ts';
import type { Project } from '../../shared/schemas/project.ts';
import { inProject } from '../in-project.ts';
import { interruption } from '../interruption.ts';
import { jobContext, outputOf } from '../output.ts';

interface Flags {
  readonly name?: string;
  readonly trainUnverified?: 'yes' | 'no';
}

/** `studio project FOLDER`: what a project holds and how far its data are; with flags, its name and settings are changed first. */
export function projectCommand(): Command {
  return new Command()
    .description('say what a project holds and whether its data are fit for training; or change its name and settings')
    .argument('<folder>', 'folder of the project')
    .option('--name <name>', 'give it another name')
    .addOption(new Option('--train-unverified <answer>', 'train on images that nobody verified').choices(['yes', 'no']))
    .action(async (folder: string, flags: Flags, command: Command) => {
      const { ProjectDataset } = await import('../../main/dataset/project-dataset.ts');
      const output = outputOf(command);
      const { context, end } = jobContext(output, interruption());
      const { state, summary } = await inProject(folder, async (project, opened) => {
        const state = wanted(flags) ? await project.update(open => changeOf(open.project, flags)) : opened;
        return { state, summary: await new ProjectDataset(project).summary(context) };
      }).finally(end);
      for (const notice of state.notices) output.note(notice);
      if (state.readOnly) output.note(state.readOnly);
      output.print(recordOf(state, summary), inWords(state, summary));
    });
}

const wanted = ({ name, trainUnverified }: Flags) => name !== undefined || trainUnverified !== undefined;

function changeOf({ settings }: Project, { name, trainUnverified }: Flags): Partial<Project> {
  return {
    ...(name !== undefined && { name }),
    ...(trainUnverified && { settings: { ...settings, trainUnverified: trainUnverified === 'yes' } }),
  };
}

function recordOf({ folder, project, readOnly }: ProjectState, summary: DatasetSummary): Record<string, unknown> {
  const { split, advice, states, reviews, images, eligible, positives } = summary;
  return {
    folder,
    name: project.name,
    classes: project.classes.map(({ name }) => name),
    train_unverified: project.settings.trainUnverified,
    read_only: readOnly,
    images,
    states,
    reviews,
    eligible,
    positives,
    split: split && { train: split.train, val: split.val, left_out: split.leftOut, changed: split.changed },
    advice: advice.filter(({ state }) => state !== 'good').map(({ state, text }) => ({ state, text })),
  };
}

function inWords({ project }: ProjectState, summary: DatasetSummary): string {
  const { images, states, eligible, positives, split, advice } = summary;
  return [
    `${project.name}: ${project.classes.map(({ name }) => name).join(', ')}`,
    `images     ${images} (${states.verified} verified, ${states['in progress']} in progress, ${states.unlabelled} unlabelled)`,
    `training   ${eligible} are used, ${positives} of them show a crack`,
    split
      ? `split      train ${split.train.images}, val ${split.val.images}, left out ${split.leftOut}`
      : 'split      none yet',
    ...advice.filter(({ state }) => state !== 'good').map(({ state, text }) => `${state.padEnd(10)} ${text}`),
  ].join('\n');
}

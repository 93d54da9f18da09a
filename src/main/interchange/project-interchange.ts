import type { Input, Output } from '../../shared/contract.ts';
import type { Undone } from '../../shared/contract-interchange.ts';
import type { InterchangeReport } from '../../shared/interchange/report.ts';
import { fullPath } from '../files/full-path.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { OpenProject } from '../project/open-project.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { exportLabels } from './export/export-labels.ts';
import { importLabels, previewImport } from './import/import-labels.ts';
import type { ImportOptions } from './import/import-source.ts';
import { findFormat } from './import/recognise.ts';
import { openSource } from './import/source.ts';
import { lastImport, undoLastImport } from './import/undo-import.ts';

type Choices = Omit<Input<'interchange.import'>, 'job'>;

/** Labels of other tools that come into the open project, and its own that go out. All throw a StudioError. */
export class ProjectInterchange {
  readonly #project: ProjectHolder;

  constructor(project: ProjectHolder) {
    this.#project = project;
  }

  /** What labels lie at a path; null when that cannot be told. */
  async recognise(path: string): Promise<Output<'interchange.recognise'>['found']> {
    const source = await openSource(fullPath(path));
    try {
      const found = await findFormat(source);
      return found && { format: found.format.id, title: found.format.title, reason: found.reason };
    } finally {
      await source.close();
    }
  }

  /** What an import would do; writes nothing. */
  async plan(choices: Choices, context: JobContext): Promise<InterchangeReport> {
    const open = this.#project.get();
    const classes = open.project.classes.map(({ name }) => name);
    return previewImport({ ...placesOf(open), classes }, optionsOf(choices), context);
  }

  async import(choices: Choices, context: JobContext): Promise<InterchangeReport> {
    return importLabels(this.#project.get(), optionsOf(choices), context);
  }

  /** The import that `undo` would take back, or null. */
  async last(): Promise<Output<'interchange.lastImport'>['last']> {
    const last = await lastImport(this.#project.get().layout);
    return last && { id: last.id, at: last.at, source: last.source };
  }

  async undo(context: JobContext): Promise<Undone> {
    return undoLastImport(this.#project.get(), context);
  }

  async export(choices: Omit<Input<'interchange.export'>, 'job'>, context: JobContext): Promise<InterchangeReport> {
    const open = this.#project.get();
    const { classes } = open.project;
    return exportLabels({ ...placesOf(open), classes }, { ...choices, out: fullPath(choices.out) }, context);
  }
}

const placesOf = ({ folder, labels }: OpenProject) => ({ folder, labels });

function optionsOf({ source, images, classes, ...choices }: Choices): ImportOptions {
  return {
    ...choices,
    source: fullPath(source),
    images: images === undefined ? undefined : fullPath(images),
    classes: new Map(Object.entries(classes)),
  };
}

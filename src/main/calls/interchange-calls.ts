import { isAbsolute } from 'node:path';
import type { Handlers, Input } from '../../shared/contract.ts';
import { usageError } from '../../shared/errors.ts';
import { exportLabels } from '../interchange/export/export-labels.ts';
import { FORMATS } from '../interchange/formats/formats.ts';
import { importLabels, previewImport } from '../interchange/import/import-labels.ts';
import type { ImportOptions } from '../interchange/import/import-source.ts';
import { findFormat } from '../interchange/import/recognise.ts';
import { openSource } from '../interchange/import/source.ts';
import { lastImport, undoLastImport } from '../interchange/import/undo-import.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ProjectHolder } from '../project/project-holder.ts';

type InterchangeCalls = Pick<Handlers, Extract<keyof Handlers, `interchange.${string}`>>;

/** The calls that bring labels in from other tools and take them out. */
export function createInterchangeCalls({ current, jobs }: { current: ProjectHolder; jobs: Jobs }): InterchangeCalls {
  return {
    'interchange.formats': async () => ({
      formats: FORMATS.map(({ id, title, write }) => ({ id, title, writes: write !== undefined })),
    }),
    'interchange.recognise': async ({ path }) => {
      const source = await openSource(absolute(path));
      try {
        const found = await findFormat(source);
        return { found: found && { format: found.format.id, title: found.format.title, reason: found.reason } };
      } finally {
        await source.close();
      }
    },
    'interchange.plan': ({ job, ...choices }) =>
      jobs.run(job, context => {
        const { folder, project, labels } = current.get();
        const classes = project.classes.map(({ name }) => name);
        return previewImport({ folder, classes, labels }, optionsOf(choices), context);
      }),
    'interchange.import': ({ job, ...choices }) =>
      jobs.run(job, context => importLabels(current.get(), optionsOf(choices), context)),
    'interchange.lastImport': async () => {
      const last = await lastImport(current.get().folder);
      return { last: last && { id: last.id, at: last.at, source: last.source } };
    },
    'interchange.undoImport': ({ job }) => jobs.run(job, context => undoLastImport(current.get(), context)),
    'interchange.export': ({ job, out, ...choices }) =>
      jobs.run(job, context => {
        const { folder, project, labels } = current.get();
        return exportLabels({ folder, classes: project.classes, labels }, { ...choices, out: absolute(out) }, context);
      }),
  };
}

function optionsOf({ source, images, classes, ...choices }: Omit<Input<'interchange.import'>, 'job'>): ImportOptions {
  return {
    ...choices,
    source: absolute(source),
    images: images === undefined ? undefined : absolute(images),
    classes: new Map(Object.entries(classes)),
  };
}

/** Nobody knows from which folder the studio was started. */
function absolute(path: string): string {
  if (isAbsolute(path) && !path.includes('\0')) return path;
  throw usageError(`${JSON.stringify(path.slice(0, 200))} is not a full path.`);
}

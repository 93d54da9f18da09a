import type { Handlers } from '../../shared/contract.ts';
import type { ProjectBulk } from '../dataset/bulk/project-bulk.ts';
import type { Jobs } from '../jobs/jobs.ts';

type BulkCalls = Pick<Handlers, Extract<keyof Handlers, `bulk.${string}`>>;

/** The calls that change many images, or the classes, at once. */
export function createBulkCalls({ bulk, jobs }: { bulk: ProjectBulk; jobs: Jobs }): BulkCalls {
  return {
    'bulk.classes': ({ change, job }) => jobs.run(job, context => bulk.changeClass(change, context)),
    'bulk.edit': ({ images, edit, job }) => jobs.run(job, context => bulk.edit(images, edit, context)),
    'bulk.carry': ({ job, ...choices }) => jobs.run(job, context => bulk.carry(choices, context)),
    'bulk.remove': ({ images, job }) => jobs.run(job, () => bulk.remove(images)),
    'bulk.last': async () => ({ last: await bulk.last() }),
    'bulk.undo': ({ id, job }) => jobs.run(job, context => bulk.undo(id, context)),
  };
}

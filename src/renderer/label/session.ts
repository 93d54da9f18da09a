import type { Client } from '../../shared/api-client.ts';
import { bulkVerbs } from './bulk-verbs.ts';
import { imageVerbs } from './image-verbs.ts';
import type { Notify } from './label-documents.ts';
import { labelVerbs } from './label-verbs.ts';
import { modelVerbs } from './model/model-verbs.ts';
import { reviewVerbs } from './review-verbs.ts';
import { createWorkbench } from './workbench.ts';

/** The work of `user` on a project's labels: images, tools, selection. It outlives the stage's page, and with it undo does. */
export function createLabelSession(client: Pick<Client, 'call'>, notify: Notify, className: string, user: string) {
  const bench = createWorkbench(client, notify, className);
  const review = reviewVerbs(bench, user);
  const images = imageVerbs(bench, review.answering);
  const bulk = bulkVerbs(bench, images.listAgain);
  return { ...bench, ...review, ...images, ...bulk, ...labelVerbs(bench, bulk), ...modelVerbs(bench) };
}
export type LabelSession = ReturnType<typeof createLabelSession>;

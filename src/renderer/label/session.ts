import type { Client } from '../../shared/api-client.ts';
import { imageVerbs } from './image-verbs.ts';
import type { Notify } from './label-documents.ts';
import { labelVerbs } from './label-verbs.ts';
import { reviewVerbs } from './review-verbs.ts';
import { createWorkbench } from './workbench.ts';

/** The work of `user` on a project's labels: images, tools, selection. It outlives the stage's page, and with it undo does. */
export function createLabelSession(client: Pick<Client, 'call'>, notify: Notify, className: string, user: string) {
  const bench = createWorkbench(client, notify, className);
  const review = reviewVerbs(bench, user);
  return { ...bench, ...review, ...imageVerbs(bench, review.answering), ...labelVerbs(bench) };
}
export type LabelSession = ReturnType<typeof createLabelSession>;

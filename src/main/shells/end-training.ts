import type { Handlers } from '../../shared/contract.ts';
import type { Emitter } from '../../shared/emitter.ts';

/**
 * Stops the training at work, if there is one; resolves when its best checkpoint is on disk. Every shell does so before
 * it closes the project: what is trained writes into it.
 */
export async function endTraining(
  handlers: Pick<Handlers, 'training.stop'>,
  subscribe: Emitter['subscribe'],
): Promise<void> {
  let leave = () => {};
  const ended = new Promise<void>(resolve => {
    leave = subscribe(({ name }) => name === 'training.ended' && resolve());
  });
  const { found } = await handlers['training.stop']({});
  if (found) await ended;
  leave();
}

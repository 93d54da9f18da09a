import type { Client } from '../../shared/api-client.ts';
import type { OpenVideo } from '../../shared/contract-collect.ts';
import { hasCode } from '../../shared/errors.ts';
import type { SaveOutbox, Unsent } from './save-outbox.ts';

/** Between two attempts to reach a studio that does not answer, ms. */
const RETRY_MS = 2000;

type Request = Unsent['request'];

/** Sends requests to save frames until the studio has them on disk. */
export interface SaveSender {
  /** Resolves when the request is on disk, however often the studio must be asked. Throws a StudioError when it refuses. */
  send(video: OpenVideo, request: Request): Promise<void>;
  /** What an earlier page has not heard of again. */
  unsent(video: OpenVideo): Request[];
}

/** `onPending`: how many more, or fewer, requests are under way. */
export function createSaveSender(
  { call }: Pick<Client, 'call'>,
  outbox: SaveOutbox,
  onPending: (change: 1 | -1) => void,
): SaveSender {
  async function ask(video: string, request: Request): Promise<void> {
    for (let again = request.again; ; again = true) {
      try {
        await call('sample.save', { video, ...request, ...(again && { again }) });
        return;
      } catch (error) {
        if (!hasCode(error, 'unanswered')) throw error;
        await new Promise(resolve => setTimeout(resolve, RETRY_MS));
      }
    }
  }
  return {
    async send({ video, info }, request) {
      outbox.put({ path: info.path, request });
      onPending(1);
      try {
        await ask(video, request);
      } finally {
        onPending(-1);
        outbox.remove(request.save);
      }
    },
    unsent: ({ info }) => outbox.of(info.path).map(({ request }) => request),
  };
}

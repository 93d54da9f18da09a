import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';
import type { CallName } from '../../shared/contract.ts';
import { oneLine } from '../../shared/errors.ts';

/** When the user's edits reached the disk, as the status bar tells it. */
export interface SavingStore {
  /** Edits on their way. */
  readonly pending: number;
  /** When the last one was confirmed, ms since 1970. */
  readonly savedAt: number | null;
  /** Why the last one is not, or not everywhere, on disk. */
  readonly problem: string | null;
}

/** The calls whose answer means that an edit of the user is on disk. */
const EDITS: ReadonlySet<CallName> = new Set<CallName>([
  'labels.edit',
  'project.update',
  'roi.save',
  'sample.save',
  'sample.delete',
  'sample.restore',
]);

export function createSavingStore(): StoreApi<SavingStore> {
  return createStore<SavingStore>()(() => ({ pending: 0, savedAt: null, problem: null }));
}

/** The same client; what edits is followed in the store. */
export function followEdits(client: Client, store: StoreApi<SavingStore>, now = Date.now): Client {
  return {
    ...client,
    async call(name, input, signal) {
      if (!EDITS.has(name)) return client.call(name, input, signal);
      store.setState(({ pending }) => ({ pending: pending + 1 }));
      try {
        const output = await client.call(name, input, signal);
        store.setState({ savedAt: now(), problem: problemIn(output) });
        return output;
      } catch (error) {
        store.setState({ problem: oneLine(error) });
        throw error;
      } finally {
        store.setState(({ pending }) => ({ pending: pending - 1 }));
      }
    },
  };
}

function problemIn(output: object): string | null {
  return 'problem' in output && typeof output.problem === 'string' ? output.problem : null;
}

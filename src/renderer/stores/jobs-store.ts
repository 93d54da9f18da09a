import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';

/** A long call that runs. */
export interface Job {
  readonly id: string;
  /** What it is, for a person: "Preparing". */
  readonly label: string;
  readonly done: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly text: string;
  readonly cancelling: boolean;
}

export interface JobsStore {
  readonly jobs: readonly Job[];
  /** Makes a call as a job that the status bar shows until it ends; `work` gets the id to call with. */
  run<T>(label: string, work: (job: string) => Promise<T>): Promise<T>;
  cancel(id: string): Promise<void>;
}

/** The jobs that this page started. */
export function createJobsStore({ call, subscribe }: Client): StoreApi<JobsStore> {
  const store = createStore<JobsStore>()((set, get) => {
    const change = (id: string, values: Partial<Job>) =>
      set(({ jobs }) => ({ jobs: jobs.map(job => (job.id === id ? { ...job, ...values } : job)) }));
    return {
      jobs: [],
      async run(label, work) {
        const id = crypto.randomUUID();
        const leave = subscribe('job.progress', ({ job, ...progress }) => job === id && change(id, progress));
        set(({ jobs }) => ({ jobs: [...jobs, { id, label, done: 0, total: 0, text: '', cancelling: false }] }));
        try {
          return await work(id);
        } finally {
          leave();
          set({ jobs: get().jobs.filter(job => job.id !== id) });
        }
      },
      async cancel(id) {
        change(id, { cancelling: true });
        await call('job.cancel', { job: id });
      },
    };
  });
  return store;
}

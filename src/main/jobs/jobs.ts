import type { Publish } from '../../shared/emitter.ts';
import { StudioError, usageError } from '../../shared/errors.ts';

/** What a job gets: a signal that ends it, and a way to say how far it is. */
export interface JobContext {
  signal: AbortSignal;
  progress(done: number, total: number, text: string): void;
}

/** The long calls that are running. */
export interface Jobs {
  /**
   * Runs a call as a job. Without an id it can neither be followed nor cancelled. Throws what `work` throws, and a
   * StudioError when it was cancelled or the id is in use. `gone`: aborted when the caller no longer waits; without it the
   * job goes on.
   */
  run<T>(id: string | undefined, work: (context: JobContext) => Promise<T>, gone?: AbortSignal): Promise<T>;
  /** Ends a job; false when there is none of that id. */
  cancel(id: string): boolean;
}

/** `closing` is aborted when the studio closes: all jobs then end. */
export function createJobs(publish: Publish, closing: AbortSignal): Jobs {
  const running = new Map<string, AbortController>();
  return {
    async run(id, work, gone) {
      if (id !== undefined && running.has(id)) throw usageError(`A job named "${id}" is already running.`);
      const controller = new AbortController();
      const signal = AbortSignal.any([controller.signal, closing, ...(gone ? [gone] : [])]);
      if (id !== undefined) running.set(id, controller);
      const progress = (done: number, total: number, text: string) => {
        if (id !== undefined && !signal.aborted) publish('job.progress', { job: id, done, total, text });
      };
      try {
        return await work({ signal, progress });
      } catch (error) {
        throw signal.aborted ? new StudioError('The job was cancelled.', 'failure', { cause: error }) : error;
      } finally {
        if (id !== undefined) running.delete(id);
      }
    },
    cancel(id) {
      running.get(id)?.abort();
      return running.has(id);
    },
  };
}

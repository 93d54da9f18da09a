import { describe, expect, it } from 'vitest';
import { createJobs, type JobContext } from '../../../src/main/jobs/jobs.ts';
import type { StudioEvent } from '../../../src/shared/contract.ts';
import { createEmitter } from '../../../src/shared/emitter.ts';

function setUp() {
  const emitter = createEmitter();
  const heard: StudioEvent[] = [];
  emitter.subscribe(event => heard.push(event));
  const closing = new AbortController();
  return { jobs: createJobs(emitter.publish, closing.signal), heard, closing };
}

/** Works until it is told to end. */
const endless = ({ signal }: JobContext) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));

describe('a job', () => {
  it('tells how far it is under the id of its caller', async () => {
    const { jobs, heard } = setUp();
    const work = async ({ progress }: JobContext) => {
      progress(1, 2, 'half');
      return 'done';
    };
    expect(await jobs.run('a', work)).toBe('done');
    expect(heard).toEqual([{ name: 'job.progress', data: { job: 'a', done: 1, total: 2, text: 'half' } }]);
    await jobs.run(undefined, work);
    expect(heard.length).toBe(1);
  });

  it('ends when it is cancelled, and says so', async () => {
    const { jobs } = setUp();
    const running = jobs.run('a', endless);
    expect(jobs.cancel('a')).toBe(true);
    await expect(running).rejects.toThrow('The job was cancelled.');
    expect(jobs.cancel('a')).toBe(false);
  });

  it('ends when the studio closes', async () => {
    const { jobs, closing } = setUp();
    const running = Promise.allSettled([jobs.run('a', endless), jobs.run(undefined, endless)]);
    closing.abort();
    expect((await running).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('fails as its work fails, and leaves its id free', async () => {
    const { jobs } = setUp();
    await expect(jobs.run('a', () => Promise.reject(new Error('no space')))).rejects.toThrow('no space');
    expect(await jobs.run('a', async () => 1)).toBe(1);
  });

  it('cannot have the id of one that runs', async () => {
    const { jobs } = setUp();
    const first = jobs.run('a', endless);
    await expect(jobs.run('a', endless)).rejects.toThrow('A job named "a" is already running.');
    jobs.cancel('a');
    await expect(first).rejects.toThrow();
  });
});

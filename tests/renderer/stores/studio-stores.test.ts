import { describe, expect, it } from 'vitest';
import { createJobsStore } from '../../../src/renderer/stores/jobs-store.ts';
import { createProjectStore } from '../../../src/renderer/stores/project-store.ts';
import { createSavingStore, followEdits } from '../../../src/renderer/stores/saving-store.ts';
import { createClient } from '../../../src/shared/api-client.ts';
import { answer, type Handlers } from '../../../src/shared/contract.ts';
import { createEmitter } from '../../../src/shared/emitter.ts';
import { usageError } from '../../../src/shared/errors.ts';
import { newProject } from '../../../src/shared/schemas/project.ts';
import { WINDOW_REMEDIES } from '../../../src/shared/window-remedies.ts';
import { someHandlers } from '../../helpers/handlers.ts';

const atTheBridge = { folder: '/bridge', project: newProject('Bridge'), readOnly: null, notices: [], user: 'Ada' };

function clientOf(handlers: Partial<Handlers>) {
  const emitter = createEmitter();
  const all = someHandlers(handlers);
  const bridge = {
    invoke: (name: string, input: unknown) => answer(all, name, input),
    subscribe: emitter.subscribe,
  };
  const client = createClient(bridge, WINDOW_REMEDIES);
  return { client, emitter };
}

describe('the project store', () => {
  it('keeps the open project when another cannot be opened', async () => {
    const { client } = clientOf({
      'project.create': async () => atTheBridge,
      'project.open': async () => {
        throw usageError('There is no project there.');
      },
    });
    const store = createProjectStore(client);
    await store.getState().createProject({ folder: '/bridge', name: 'Bridge' });
    await expect(store.getState().openProject('/nowhere')).rejects.toThrow('There is no project there.');
    expect(store.getState().open).toEqual(atTheBridge);
  });

  it('learns what is open after a reload, and that nothing is when the studio does not answer', async () => {
    const answering = createProjectStore(clientOf({ 'project.current': async () => ({ open: atTheBridge }) }).client);
    expect(answering.getState().open).toBeUndefined();
    await answering.getState().refresh();
    expect(answering.getState().open).toEqual(atTheBridge);

    const silent = createProjectStore(clientOf({}).client);
    await expect(silent.getState().refresh()).rejects.toThrow();
    expect(silent.getState().open).toBeNull();
  });
});

describe('the saving store', () => {
  const edit = { image: 'a.png', revision: 0, edits: [{ kind: 'state', state: 'verified' } as never] };

  it('follows edits until they are on disk, and nothing else', async () => {
    const store = createSavingStore();
    let confirm = (_: object) => {};
    const bare = { call: () => new Promise(resolve => (confirm = resolve)), subscribe: () => () => {} };
    const client = followEdits(bare as never, store, () => 1234);
    const edited = client.call('labels.edit', edit);
    expect(store.getState()).toEqual({ pending: 1, savedAt: null, problem: null });
    confirm({ revision: 1, problem: null });
    await edited;
    expect(store.getState()).toEqual({ pending: 0, savedAt: 1234, problem: null });

    void client.call('labels.list', {});
    expect(store.getState().pending).toBe(0);
  });

  it('says why an edit is not on disk, until one is', async () => {
    const store = createSavingStore();
    const replies = [Promise.reject(new Error('The disk is full.')), Promise.resolve({ revision: 1, problem: null })];
    const client = followEdits({ call: () => replies.shift(), subscribe: () => () => {} } as never, store, () => 1);
    await expect(client.call('labels.edit', edit)).rejects.toThrow('The disk is full.');
    expect(store.getState()).toEqual({ pending: 0, savedAt: null, problem: 'The disk is full.' });
    await client.call('labels.edit', edit);
    expect(store.getState().problem).toBeNull();
  });
});

describe('the jobs store', () => {
  it('shows a job with its own progress while it runs, and asks it to end', async () => {
    const cancelled: string[] = [];
    let end = () => {};
    const { client, emitter } = clientOf({
      'job.cancel': async ({ job }) => {
        cancelled.push(job);
        return { found: true };
      },
    });
    const store = createJobsStore(client);
    const work = store.getState().run('Preparing', () => new Promise<void>(resolve => (end = resolve)));
    const [{ id }] = store.getState().jobs;
    emitter.publish('job.progress', { job: 'another', done: 9, total: 9, text: 'elsewhere' });
    emitter.publish('job.progress', { job: id, done: 1, total: 4, text: 'reading' });
    expect(store.getState().jobs).toEqual([
      { id, label: 'Preparing', done: 1, total: 4, text: 'reading', cancelling: false },
    ]);
    await store.getState().cancel(id);
    expect(store.getState().jobs[0].cancelling).toBe(true);
    expect(cancelled).toEqual([id]);
    end();
    await work;
    expect(store.getState().jobs).toEqual([]);
  });

  it('forgets a job that fails', async () => {
    const store = createJobsStore(clientOf({}).client);
    await expect(store.getState().run('Preparing', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(store.getState().jobs).toEqual([]);
  });
});

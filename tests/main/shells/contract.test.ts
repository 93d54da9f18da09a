import type { IpcMainInvokeEvent } from 'electron';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createOpenedFiles } from '../../../src/main/files/opened-files.ts';
import { carryCalls, carryEvents } from '../../../src/main/shells/electron/ipc.ts';
import { startServer } from '../../../src/main/shells/web/server.ts';
import { httpBridge } from '../../../src/renderer/transport-http.ts';
import { createClient } from '../../../src/shared/api-client.ts';
import type { Bridge, SentEvent } from '../../../src/shared/bridge.ts';
import type { EventData } from '../../../src/shared/contract.ts';
import { createEmitter } from '../../../src/shared/emitter.ts';
import { StudioError, usageError } from '../../../src/shared/errors.ts';
import { WINDOW_REMEDIES } from '../../../src/shared/window-remedies.ts';
import { eventSourceOver } from '../../helpers/event-source.ts';
import { someHandlers } from '../../helpers/handlers.ts';
import { pageEvent } from '../../helpers/page-event.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { enter } from '../../helpers/web-client.ts';

const emitter = createEmitter();
const handlers = someHandlers({
  'machine.describe': async () => ({ version: 'ü "1"\n', ffmpeg: { found: false, problem: 'none' } }),
  'devices.choose': async ({ job }) => {
    emitter.publish('job.progress', { job: job ?? 'none', done: 1, total: 2, text: 'half' });
    return { chosen: 'cpu', reason: 'as given' };
  },
  'job.cancel': async () => ({ found: 'perhaps' }) as never,
  'dialog.openFiles': async () => {
    throw new StudioError('The val split is empty.', { code: 'empty-split', split: 'val' });
  },
  'dialog.openFile': async () => {
    throw usageError('There is no dialog here.');
  },
  'dialog.openFolder': async () => {
    throw new Error('The dialog broke.\n    at somewhere.ts:1');
  },
});

/** As Electron's IPC: what passes is cloned, and comes from the page's top frame. */
function ipcBridge(): Bridge {
  const listeners = new Set<(event: SentEvent) => void>();
  let handler: ((event: IpcMainInvokeEvent, ...args: unknown[]) => unknown) | undefined;
  const handle = (_channel: string, listener: typeof handler) => {
    handler = listener;
  };
  carryCalls({ handle }, handlers);
  const send = (_channel: string, event: unknown) => {
    const told = structuredClone(event) as SentEvent;
    setImmediate(() => [...listeners].map(hear => hear(told)));
  };
  carryEvents(emitter.subscribe, () => [{ isDestroyed: () => false, webContents: { send } }]);
  const event = pageEvent();
  return {
    invoke: async (name, input) => structuredClone(await handler?.(event, name, structuredClone(input))) as never,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const site = { rendererDir: temporaryFolder(), openedFiles: createOpenedFiles() };
const server = await startServer({ port: 0, handlers, emitter, site });
const { origin, cookie, key } = await enter(server.url);
const page = httpBridge(() => key);
const fetchAsPage: typeof fetch = (path, init) =>
  fetch(`${origin}${path}`, { ...init, headers: { ...init?.headers, cookie } });
afterAll(() => server.close());
afterEach(() => vi.unstubAllGlobals());

/** The page's own bridge, in which the cookie is set as a browser sets it. */
const overHttp: Bridge = {
  invoke(name, input) {
    const realFetch = fetch;
    vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
      realFetch(`${origin}${path}`, { ...init, headers: { ...init.headers, cookie } }),
    );
    const reply = page.invoke(name, input);
    vi.unstubAllGlobals();
    return reply;
  },
  subscribe(listener) {
    vi.stubGlobal('EventSource', eventSourceOver(fetchAsPage));
    return page.subscribe(listener);
  },
};

describe.each([
  ["Electron's IPC", ipcBridge()],
  ['HTTP', overHttp],
])('the contract over %s', (_name, bridge) => {
  const client = createClient(bridge, WINDOW_REMEDIES);

  it('brings answers as they were given', async () => {
    expect(await client.call('machine.describe', {})).toEqual({
      version: 'ü "1"\n',
      ffmpeg: { found: false, problem: 'none' },
    });
  });

  it('brings an error as its sentence and kind, without a stack', async () => {
    const asked = client.call('dialog.openFile', { kind: 'video' });
    await expect(asked).rejects.toMatchObject({ message: 'There is no dialog here.', code: 'usage' });
    const broken = client.call('dialog.openFolder', {});
    await expect(broken).rejects.toMatchObject({ message: 'The dialog broke.', code: 'failure' });
  });

  it('brings the code of an error and its data, from which the page words what to do', async () => {
    await expect(client.call('dialog.openFiles', { kind: 'image' })).rejects.toMatchObject({
      message: 'The val split is empty: make the split anew in the Dataset stage.',
      details: { code: 'empty-split', split: 'val' },
    });
  });

  it('refuses input and calls that are not in it', async () => {
    expect(await bridge.invoke('dialog.openFile', { kind: 'registry' })).toMatchObject({
      ok: false,
      details: { code: 'usage' },
    });
    expect(await bridge.invoke('dialog.openEverything', {})).toEqual({
      ok: false,
      details: { code: 'unknown' },
      error: 'The studio has no call named "dialog.openEverything".',
    });
  });

  it('shows an answer that is not what it says', async () => {
    await expect(client.call('job.cancel', { job: 'a' })).rejects.toThrow(/expected boolean/);
  });

  it('tells events to whoever listens, until they leave', async () => {
    const heard: EventData<'job.progress'>[] = [];
    const others: unknown[] = [];
    const leave = client.subscribe('job.progress', progress => heard.push(progress));
    const leaveOther = client.subscribe('menu.action', action => others.push(action));
    await vi.waitFor(async () => {
      await client.call('devices.choose', { job: 'timing' });
      expect(heard.length).toBeGreaterThan(0);
    }, 60_000);
    expect(heard[0]).toEqual({ job: 'timing', done: 1, total: 2, text: 'half' });
    expect(others).toEqual([]);
    leave();
    leaveOther();
    const count = heard.length;
    await client.call('devices.choose', { job: 'timing' });
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(heard.length).toBe(count);
  });
});

describe('a page whose studio has ended', () => {
  it('says so instead of waiting', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
    await expect(createClient(page, WINDOW_REMEDIES).call('machine.describe', {})).rejects.toThrow(/does not answer/);
  });
});

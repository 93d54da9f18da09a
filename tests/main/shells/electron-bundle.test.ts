import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createProject } from '../../../src/main/project/project-file.ts';
import type { Bridge, SentEvent } from '../../../src/shared/bridge.ts';
import { contract } from '../../../src/shared/contract.ts';
import { electronLaunch } from '../../e2e/electron-launch.ts';
import { invoke, out, pageCalls, startApp } from '../../helpers/electron-app.ts';
import { isPrevented, StandInWindow, standInContents } from '../../helpers/electron-stand-in.ts';
import { ourPage } from '../../helpers/page-event.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

const { electron, asked, answers, userData } = await vi.hoisted(async () => {
  const { createElectron } = await import('../../helpers/electron-stand-in.ts');
  const { mkdtempSync } = await import('node:fs');
  const folder = mkdtempSync(`${process.env.TMPDIR ?? '/tmp'}/studio-test-`);
  // What the app remembers of the user's projects belongs to this test.
  process.env.XDG_CONFIG_HOME = folder;
  return { ...createElectron(folder), userData: folder };
});
vi.mock('electron', () => electron);

const project = join(temporaryFolder(), 'project');
const call = pageCalls(asked);

/** Gets what the page would, to its end. */
async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await asked.serve.get('studio')!(new Request(`studio://app${path}`, { headers }));
  return new Response(await response.arrayBuffer(), response);
}

let window: StandInWindow;
beforeAll(async () => {
  window = await startApp(electron);
});

describe("Electron's built app", () => {
  it('sets up sandbox and scheme before Electron is ready', () => {
    expect(asked.order.slice(0, 3).sort()).toEqual(['ready', 'sandbox', 'scheme']);
    expect(asked.order[2]).toBe('ready');
    expect(asked.schemes).toEqual([
      {
        scheme: 'studio',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true },
      },
    ]);
  });

  it('opens a window that is sandboxed, isolated and without Node, on its own scheme', () => {
    expect(window.options.webPreferences).toEqual({
      preload: join(out, 'preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    });
    expect(existsSync(String(window.options.webPreferences?.preload))).toBe(true);
    expect(window.url).toBe('studio://app/');
    expect(window.done).toEqual(['show']);
  });

  it('serves its page and nothing beside it', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    const policy = page.headers.get('Content-Security-Policy');
    // No script but the page's own files, none inline, none from text; nobody else's frames.
    expect(policy).toMatch(/^default-src 'self';.* object-src 'none';.* frame-ancestors 'none'$/);
    expect(policy).not.toMatch(/script-src|unsafe-eval|https?:|\*/);
    const [, script] = /src="\.?(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    expect((await get(script)).headers.get('Content-Type')).toMatch(/^text\/javascript/);
    for (const path of ['/../main/main.js', '/..%2fmain%2fmain.js', '/files/project/studio.json']) {
      expect((await get(path)).status).toBe(404);
    }
  });

  it('answers every call of the contract on its one channel, and no other page', async () => {
    expect([...asked.calls.keys()]).toEqual(['studio:call']);
    for (const name of Object.keys(contract)) {
      expect(await invoke(asked, name, 'nonsense')).toMatchObject({ ok: false, details: { code: 'usage' } });
      for (const frame of [null, { url: 'https://evil.example/', parent: null }, { ...ourPage, parent: ourPage }]) {
        expect(await invoke(asked, name, {}, frame)).toMatchObject({ ok: false, details: { code: 'denied' } });
      }
    }
    const lookalike = { url: 'studio://app.evil/', parent: null };
    expect(await invoke(asked, 'machine.describe', {}, lookalike)).toMatchObject({ ok: false });
    expect(await invoke(asked, 'machine.describe', {})).toMatchObject({ ok: true });
  });

  it('serves the files of the project that is open, with Range', async () => {
    await call('project.create', { folder: project, name: 'Test' });
    const text = readFileSync(join(project, 'studio.json'), 'utf8');
    const part = await get('/files/project/studio.json', { Range: 'bytes=1-4' });
    expect([part.status, await part.text()]).toEqual([206, text.slice(1, 5)]);
    expect((await get('/files/project/studio.json', { Range: 'bytes=99999-' })).status).toBe(416);
    writeFileSync(join(userData, 'secret.txt'), 'secret');
    expect((await get(`/files/project/..%2f..%2f${userData.slice(1)}/secret.txt`)).status).toBe(404);
  });

  it("opens the system's dialogs", async () => {
    answers.chosen = ['/videos/a.mp4'];
    expect(await call('dialog.openFile', { kind: 'video' })).toEqual({ path: '/videos/a.mp4' });
    expect(asked.dialogs.at(-1)).toMatchObject({
      properties: ['openFile'],
      filters: [{ name: 'Video', extensions: expect.arrayContaining(['mp4', 'avi']) }, { extensions: ['*'] }],
    });
    answers.chosen = ['/a.png', '/b.png'];
    expect(await call('dialog.openFiles', { kind: 'image' })).toEqual({ paths: ['/a.png', '/b.png'] });
    expect(asked.dialogs.at(-1)).toMatchObject({ properties: ['openFile', 'multiSelections'] });
    answers.chosen = [];
    expect(await call('dialog.openFiles', { kind: 'image' })).toEqual({ paths: [] });
    expect(await call('dialog.openFolder', {})).toEqual({ path: null });
    expect(asked.dialogs.at(-1)).toMatchObject({ properties: ['openDirectory', 'createDirectory'] });
  });

  it('tells the page what was chosen in the menu', () => {
    const items = asked.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    items.find(({ label }) => label === 'Open project …')?.click?.({} as never, undefined, {} as never);
    expect(window.sent.at(-1)).toEqual({
      channel: 'studio:event',
      data: { name: 'menu.action', data: { action: 'project.open' } },
    });
    expect(items.some(({ role }) => role === 'toggleDevTools' || role === 'reload')).toBe(false);
  });

  it('denies every permission', () => {
    const decide = vi.fn();
    asked.permission?.({} as never, 'media', decide, {} as never);
    expect(decide).toHaveBeenCalledWith(false);
    expect(asked.permissionCheck?.(null, 'media', '', {} as never)).toBe(false);
    expect(asked.device?.({} as never)).toBe(false);
  });

  it('stays on its page and opens no other window', () => {
    const contents = standInContents();
    electron.app.emit('web-contents-created', {}, contents);
    const prevented = (event: string, url: string) => {
      const preventDefault = vi.fn();
      contents.emit(event, { url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'studio://app.evil/', 'javascript:0']) {
      expect(prevented('will-navigate', url)).toBe(true);
    }
    expect(prevented('will-navigate', 'studio://app/')).toBe(false);
    expect(prevented('will-redirect', 'studio://app/')).toBe(true);
    expect(prevented('will-attach-webview', '')).toBe(true);
    expect(contents.windowOpen({ url: 'studio://app/' } as never)).toEqual({ action: 'deny' });
  });

  it('comes to the front when it is started again', async () => {
    window.minimized = true;
    electron.app.emit('second-instance');
    await vi.waitFor(() => expect(window.done.slice(-2)).toEqual(['restore', 'focus']), 60_000);
  });

  it('closes the project and remembers its window before it ends', async () => {
    expect(isPrevented(electron.app, 'will-quit')).toBe(true);
    window.close();
    await quits();
    expect(isPrevented(electron.app, 'will-quit')).toBe(false);
    expect(await call('project.current', {})).toEqual({ open: null });
    expect(JSON.parse(readFileSync(join(userData, 'window.json'), 'utf8'))).toEqual({
      bounds: { x: 40, y: 30, width: 1300, height: 800 },
      maximized: false,
    });
  });

  it('opens the next time where it was left', async () => {
    const again = await startApp(electron);
    expect(again.options).toMatchObject({ x: 40, y: 30, width: 1300, height: 800 });
    again.close();
    await quits();
  });

  it('opens the project that its command line names, with all that it remembers in the folder named there', async () => {
    const home = temporaryFolder();
    const folder = join(home, 'Bridge 7');
    await createProject(folder, 'Bridge 7');
    const { args } = electronLaunch({ home, project: folder });
    const opened = await startApp(electron, args.slice(1));
    expect((await call('project.current', {})).open).toMatchObject({ folder, project: { name: 'Bridge 7' } });
    opened.close();
    await quits();
    expect(existsSync(join(home, 'user-data', 'window.json'))).toBe(true);
  });

  it('says in one sentence why that project cannot be opened, and ends', async () => {
    asked.order = [];
    await expect(startApp(electron, ['--project', join(userData, 'nowhere')])).rejects.toThrow();
    expect(asked.order.slice(-2)).toEqual([expect.stringMatching(/^Crack Studio: .*nowhere.*\.$/), 'exit 1']);
  });

  it('is one at a time: a second one ends at once', async () => {
    answers.lock = false;
    await expect(startApp(electron)).rejects.toThrow();
    expect(asked.order.at(-1)).toBe('exit 0');
    expect(StandInWindow.all).toEqual([]);
  });

  async function quits() {
    await vi.waitFor(() => expect(asked.order.at(-1)).toBe('quit'), 60_000);
    asked.order = [];
  }
});

describe('the built preload script', () => {
  const exposed = new Map<string, Bridge>();
  const listeners = new Set<(event: unknown, told: SentEvent) => void>();
  const invoked: unknown[][] = [];

  beforeAll(() => {
    const preload = {
      contextBridge: { exposeInMainWorld: (name: string, api: Bridge) => void exposed.set(name, api) },
      ipcRenderer: {
        invoke: async (...args: unknown[]) => void invoked.push(args),
        on: (_channel: string, listener: never) => void listeners.add(listener),
        off: (_channel: string, listener: never) => void listeners.delete(listener),
      },
      webUtils: { getPathForFile: () => '/videos/a.mp4' },
    };
    // A sandboxed preload script is CommonJS and gets no module but Electron's few.
    const require = (name: string) => {
      if (name === 'electron') return preload;
      throw new Error(`A sandboxed script cannot load ${name}.`);
    };
    new Function('require', 'exports', 'module', readFileSync(join(out, 'preload/preload.cjs'), 'utf8'))(
      require,
      {},
      {},
    );
  });

  it('gives the page three functions and nothing of Electron', async () => {
    expect([...exposed.keys()]).toEqual(['studio']);
    const bridge = exposed.get('studio')!;
    expect(Object.keys(bridge).sort()).toEqual(['invoke', 'pathOf', 'subscribe']);
    await bridge.invoke('machine.describe', {});
    expect(invoked).toEqual([['studio:call', 'machine.describe', {}]]);
    expect(bridge.pathOf?.({})).toBe('/videos/a.mp4');
  });

  it('tells events without the sender, until the page leaves', () => {
    const heard: unknown[][] = [];
    const leave = exposed.get('studio')!.subscribe((...args) => heard.push(args));
    const told = { name: 'job.progress', data: {} };
    for (const listener of listeners) listener({ sender: 'ipcRenderer' }, told);
    expect(heard).toEqual([[told]]);
    leave();
    expect(listeners.size).toBe(0);
  });
});

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, vi } from 'vitest';
import type { Reply } from '../../src/shared/bridge.ts';
import { type CallName, contract, type Input, type Output } from '../../src/shared/contract.ts';
import { type Asked, type createElectron, StandInWindow } from './electron-stand-in.ts';
import { ourPage, pageEvent } from './page-event.ts';

const root = resolve(import.meta.dirname, '../..');

/** The built app. */
export const out = join(root, 'out');

/** Starts a built app anew, with these arguments, as Electron does; gives its window once the page is in it. */
export async function startApp(
  { app, powerMonitor }: ReturnType<typeof createElectron>['electron'],
  args: readonly string[] = [],
  built = out,
): Promise<StandInWindow> {
  vi.resetModules();
  for (const emitter of [app, powerMonitor]) emitter.removeAllListeners();
  for (const signal of SIGNALS) process.removeAllListeners(signal);
  vi.spyOn(process, 'argv', 'get').mockReturnValue([process.execPath, root, ...args]);
  await import(pathToFileURL(join(built, 'main/main.js')).href);
  return shownWindow();
}

/** What the app listens to beside Electron's own events. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The window, once the page is in it. */
export function shownWindow(): Promise<StandInWindow> {
  return vi.waitFor(() => {
    const [window] = StandInWindow.all;
    expect(window?.url).toBe('studio://app/');
    return window;
  }, 60_000);
}

/** Makes a call as a frame does, by default the page's: what passes Electron's process border is cloned. */
export async function invoke(
  asked: Asked,
  name: string,
  input: unknown,
  senderFrame: unknown = ourPage,
): Promise<Reply> {
  const channel = asked.calls.get('studio:call')!;
  return structuredClone(await channel(pageEvent(senderFrame), name, structuredClone(input))) as Reply;
}

/** The page's calls: an answer is checked as the page checks it, a refusal thrown. */
export function pageCalls(asked: Asked) {
  return async function call<K extends CallName>(name: K, input: Input<K>): Promise<Output<K>> {
    const reply = await invoke(asked, name, input);
    if (!reply.ok) throw new Error(reply.error);
    return contract[name].output.parse(reply.output) as Output<K>;
  };
}

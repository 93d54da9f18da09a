import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { CALL_CHANNEL, EVENT_CHANNEL, type Reply, refusal } from '../../../shared/bridge.ts';
import { answer, type Handlers } from '../../../shared/contract.ts';
import type { Emitter } from '../../../shared/emitter.ts';
import { pageSignal } from './page-life.ts';
import { PAGE_ORIGIN } from './protocol.ts';

/**
 * Carries the contract's calls over Electron's IPC. Only the top frame of our own page is answered: a frame that
 * something in the page managed to load has no business with the user's files.
 */
export function carryCalls(ipcMain: Pick<IpcMain, 'handle'>, handlers: Handlers): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown): Promise<Reply> => {
    if (!isOurPage(event)) return refusal('denied', 'This page may not call the studio.');
    return answer(handlers, String(name), input, pageSignal(event.sender));
  });
}

function isOurPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPageUrl(senderFrame.url);
}

/** Whether an address is the studio's own page. */
export function isPageUrl(url: string): boolean {
  return url === PAGE_ORIGIN || url.startsWith(`${PAGE_ORIGIN}/`);
}

/** What of a window is needed to tell it something. */
export interface Audience {
  isDestroyed(): boolean;
  readonly webContents: { send(channel: string, event: unknown): void };
}

/** Carries the contract's events to every window that is open when they happen. */
export function carryEvents(subscribe: Emitter['subscribe'], windows: () => readonly Audience[]): void {
  subscribe(event => {
    for (const window of windows()) if (!window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event);
  });
}

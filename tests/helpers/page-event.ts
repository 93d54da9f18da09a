import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent } from 'electron';

export const ourPage = { url: 'studio://app/', parent: null };

/** A call as Electron's main process hears it: from a frame, by default our page's, of a page that may be left. */
export function pageEvent(
  senderFrame: unknown = ourPage,
  sender: EventEmitter = new EventEmitter(),
): IpcMainInvokeEvent {
  return { sender, senderFrame } as unknown as IpcMainInvokeEvent;
}

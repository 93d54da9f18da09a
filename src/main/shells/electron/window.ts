import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron';
import type { OpenedWindow } from './life.ts';
import { PAGE_ORIGIN } from './protocol.ts';
import { type Placement, placeWindow, readWindowState, type WindowState, writeWindowState } from './window-state.ts';

/** The window's options: the page is sandboxed, isolated, and without Node. */
export function windowOptions(preload: string, { bounds }: Placement): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: 1024,
    minHeight: 680,
    show: false,
    backgroundColor: '#14171a',
    title: 'Crack Studio',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  };
}

export interface WindowFiles {
  /** The preload script. */
  preload: string;
  /** Where the window's place is remembered. */
  stateFile: string;
}

/** Opens the window where it was left. It stays open while `mayClose` says no; `onSessionEnd`: Windows shuts down. */
export async function openWindow(
  { preload, stateFile }: WindowFiles,
  mayClose: () => boolean,
  onSessionEnd: () => void,
): Promise<OpenedWindow> {
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(display => display.workArea);
  const placement = placeWindow(await readWindowState(stateFile), areas);
  const window = new BrowserWindow(windowOptions(preload, placement));
  if (placement.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('session-end', onSessionEnd);
  let state: WindowState | undefined;
  window.on('close', event => {
    if (mayClose()) state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    else event.preventDefault();
  });
  const closed = new Promise<void>(resolve => window.once('closed', resolve));
  // Closed while it loads, the window fails to load: that is no error.
  const loaded = Promise.race([window.loadURL(`${PAGE_ORIGIN}/`), closed]);
  return {
    focus() {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    close: () => void (window.isDestroyed() || window.close()),
    closed: loaded.then(() => closed),
    remembered: closed.then(() => state && writeWindowState(stateFile, state)),
  };
}

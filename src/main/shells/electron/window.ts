import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron';
import { PAGE_ORIGIN } from './protocol.ts';
import { type Placement, placeWindow, readWindowState, writeWindowState } from './window-state.ts';

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

/** Opens the window where it was left; resolves after it has closed, when its place is on disk. */
export async function openWindow(preload: string, stateFile: string): Promise<void> {
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(display => display.workArea);
  const placement = placeWindow(await readWindowState(stateFile), areas);
  const window = new BrowserWindow(windowOptions(preload, placement));
  if (placement.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  const closed = new Promise<void>(resolve => {
    window.once('close', () => {
      const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
      resolve(writeWindowState(stateFile, state));
    });
  });
  // Closed while it loads, the window fails to load: that is no error.
  await Promise.race([window.loadURL(`${PAGE_ORIGIN}/`), closed]);
  await closed;
}

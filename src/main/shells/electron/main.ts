import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import { createEmitter } from '../../../shared/emitter.ts';
import { oneLine } from '../../../shared/errors.ts';
import { createOpenedFiles } from '../../files/opened-files.ts';
import { createServices } from '../../services.ts';
import { nativeDialogs } from './dialogs.ts';
import { carryCalls, carryEvents } from './ipc.ts';
import { denyPermissions, lockNavigation } from './locks.ts';
import { menuTemplate } from './menu.ts';
import { STUDIO_SCHEME, serveScheme } from './protocol.ts';
import { spawnUtilityWorker } from './spawn-worker.ts';
import { openWindow } from './window.ts';

/** Whether all is on disk. Until then neither the last window nor the menu's Quit ends the process. */
let finished = false;
app.on('window-all-closed', () => {});
app.on('will-quit', event => {
  if (!finished) event.preventDefault();
});

/** The desktop app's life, in order: what must come before Electron is ready, then the locks, the contract, the window. */
async function main(): Promise<void> {
  protocol.registerSchemesAsPrivileged([STUDIO_SCHEME]);
  app.enableSandbox();
  app.on('second-instance', showWindow);
  lockNavigation(app);
  await app.whenReady();
  denyPermissions(session.defaultSession);
  const closeServices = carryServices();
  const preload = join(import.meta.dirname, '../preload/preload.cjs');
  await openWindow(preload, join(app.getPath('userData'), 'window.json'));
  await closeServices();
  finished = true;
  app.quit();
}

/** Builds the services and carries them to the window: calls, events, files, menu. Returns what closes them. */
function carryServices(): () => Promise<void> {
  const { publish, subscribe } = createEmitter();
  const openedFiles = createOpenedFiles();
  const closing = new AbortController();
  const dialogs = nativeDialogs(() => BrowserWindow.getAllWindows()[0]);
  const services = createServices({
    spawnWorker: spawnUtilityWorker,
    publish,
    dialogs,
    openedFiles,
    closing: closing.signal,
  });
  carryCalls(ipcMain, services);
  carryEvents(subscribe, () => BrowserWindow.getAllWindows());
  serveScheme(protocol, { rendererDir: join(import.meta.dirname, '../renderer'), openedFiles });
  const menu = menuTemplate(process.platform, app.isPackaged, action => publish('menu.action', { action }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
  return async () => {
    await services['project.close']({}).finally(() => closing.abort());
  };
}

/** The studio that is already running comes to the front instead of a second one. */
function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

if (app.requestSingleInstanceLock()) {
  // Not awaited: Electron becomes ready only after this module has been evaluated (electron/electron#40719).
  main().catch(error => {
    dialog.showErrorBox('Crack Studio', oneLine(error));
    app.exit(1);
  });
} else {
  app.exit();
}

import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, powerMonitor, protocol, session } from 'electron';
import { logError, startLog } from '../../../node/log.ts';
import type { Handlers } from '../../../shared/contract.ts';
import { createEmitter, type Emitter } from '../../../shared/emitter.ts';
import { oneLine } from '../../../shared/errors.ts';
import { createServices } from '../../calls/services.ts';
import { createOpenedFiles } from '../../files/opened-files.ts';
import { logFolder } from '../../settings.ts';
import { endTraining } from '../end-training.ts';
import { askInWindow, nativeDialogs, notify } from './dialogs.ts';
import { carryCalls, carryEvents } from './ipc.ts';
import { projectToOpen } from './launch.ts';
import { createLife, type Life } from './life.ts';
import { denyPermissions, lockNavigation } from './locks.ts';
import { logDeaths } from './log-deaths.ts';
import { menuTemplate } from './menu.ts';
import { printInWindow } from './print-pdf.ts';
import { STUDIO_SCHEME, serveScheme } from './protocol.ts';
import { spawnUtilityWorker } from './spawn-worker.ts';
import { openWindow } from './window.ts';

/** By which Windows knows whose notification it is: the `appId` of scripts/package/config.ts. */
const APP_ID = 'studio.crack.app';

/** Whether all is on disk. Until then neither the last window nor the menu's Quit ends the process. */
let finished = false;
app.on('window-all-closed', () => {});
app.on('will-quit', event => {
  if (!finished) event.preventDefault();
});

/** The desktop app's life, in order: what must come before Electron is ready, then the locks, the contract, the window. */
async function main(): Promise<void> {
  startLog(logFolder, 'window');
  logDeaths(app);
  protocol.registerSchemesAsPrivileged([STUDIO_SCHEME]);
  app.enableSandbox();
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  lockNavigation(app);
  await app.whenReady();
  denyPermissions(session.defaultSession);
  const studio = carryServices();
  const project = projectToOpen(process.argv, process.cwd());
  if (project !== undefined) await studio.handlers['project.open']({ folder: project });
  const life = beginLife(studio);
  followSystem(life);
  life.show();
  await life.over;
  finished = true;
  app.quit();
}

interface Studio {
  handlers: Handlers;
  subscribe: Emitter['subscribe'];
  /** Writes what is not yet written and ends every job. */
  close(): Promise<void>;
}

/** Builds the services and carries them to the window: calls, events, files, menu. */
function carryServices(): Studio {
  const { publish, subscribe } = createEmitter();
  const openedFiles = createOpenedFiles();
  const closing = new AbortController();
  const handlers = createServices({
    spawnWorker: spawnUtilityWorker,
    publish,
    dialogs: nativeDialogs(theWindow),
    openedFiles,
    closing: closing.signal,
    printPdf: printInWindow,
  });
  carryCalls(ipcMain, handlers);
  carryEvents(subscribe, () => BrowserWindow.getAllWindows());
  serveScheme(protocol, { rendererDir: join(import.meta.dirname, '../renderer'), openedFiles });
  const menu = menuTemplate(process.platform, app.isPackaged, action => publish('menu.action', { action }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
  return {
    handlers,
    subscribe,
    close: () =>
      handlers['project.close']({})
        .then(() => {})
        .finally(() => closing.abort()),
  };
}

function theWindow(): BrowserWindow | undefined {
  return BrowserWindow.getAllWindows()[0];
}

function beginLife({ handlers, subscribe, close }: Studio): Life {
  const files = {
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    stateFile: join(app.getPath('userData'), 'window.json'),
  };
  const life = createLife({
    subscribe,
    openWindow: mayClose => openWindow(files, mayClose, () => life.leave()),
    ask: (question, signal) => askInWindow(theWindow(), question, signal),
    notify,
    endTraining: () => endTraining(handlers, subscribe),
    closeServices: close,
  });
  return life;
}

/** Who else opens the window and ends the app: a second start, the Dock, the menu's Quit, the end of the user's session. */
function followSystem(life: Life): void {
  app.on('second-instance', life.show);
  app.on('activate', life.show);
  app.on('before-quit', event => {
    if (!life.mayQuit()) event.preventDefault();
  });
  // Whoever sends a signal or shuts down waits for no answer. Only now: what is registered before Electron is ready, it replaces.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, life.leave);
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault();
    life.leave();
  });
}

if (app.requestSingleInstanceLock()) {
  // Not awaited: Electron becomes ready only after this module has been evaluated (electron/electron#40719).
  main().catch(error => {
    logError('start', error);
    dialog.showErrorBox('Crack Studio', oneLine(error));
    app.exit(1);
  });
} else {
  app.exit();
}

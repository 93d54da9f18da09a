import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import type * as Electron from 'electron';

type Contents = Pick<Electron.WebContents, 'send' | 'setWindowOpenHandler'> & EventEmitter;

/** A window that shows nothing: it keeps what it was opened with, what it loaded and what it was sent. */
export class StandInWindow extends EventEmitter {
  static all: StandInWindow[] = [];
  static readonly getAllWindows = () => StandInWindow.all;
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly sent: { channel: string; data: unknown }[] = [];
  readonly done: string[] = [];
  readonly printed: Electron.PrintToPDFOptions[] = [];
  url = '';
  minimized = false;
  readonly webContents = {
    send: (channel: string, data: unknown) => void this.sent.push({ channel, data }),
    printToPDF: async (options: Electron.PrintToPDFOptions) => {
      this.printed.push(options);
      return Buffer.from('%PDF-1.4');
    },
  };

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    StandInWindow.all.push(this);
  }

  async loadURL(url: string): Promise<void> {
    this.url = url;
    this.emit('ready-to-show');
  }
  async loadFile(path: string): Promise<void> {
    await access(path);
    this.url = pathToFileURL(path).href;
  }
  show = () => void this.done.push('show');
  focus = () => void this.done.push('focus');
  restore = () => void this.done.push('restore');
  maximize = () => void this.done.push('maximize');
  isMinimized = () => this.minimized;
  isMaximized = () => this.done.includes('maximize');
  isDestroyed = () => !StandInWindow.all.includes(this);
  getNormalBounds = () => ({ x: 40, y: 30, width: 1300, height: 800 });

  destroy(): void {
    this.done.push('destroy');
    StandInWindow.all = StandInWindow.all.filter(window => window !== this);
    this.emit('closed');
  }

  /** What the user's click on the window's cross does. As Electron's own, it does not work on a window that is gone. */
  close(): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    if (isPrevented(this, 'close')) return;
    StandInWindow.all = StandInWindow.all.filter(window => window !== this);
    this.emit('closed');
  }
}

/** Emits an event and tells whether a listener prevented what would follow it. */
export function isPrevented(emitter: EventEmitter, name: string): boolean {
  let prevented = false;
  emitter.emit(name, {
    preventDefault: () => {
      prevented = true;
    },
  });
  return prevented;
}

/** A message box that waits for its answer. */
export interface Asking extends Electron.MessageBoxOptions {
  parent: StandInWindow | undefined;
  /** Presses the button of this label. */
  press(button: string): void;
}

/** What was asked of Electron, in order of first use. */
export interface Asked {
  order: string[];
  schemes: Electron.CustomScheme[];
  serve: Map<string, (request: Request) => Promise<Response>>;
  calls: Map<string, (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>>;
  menu: Electron.MenuItemConstructorOptions[];
  dialogs: Electron.OpenDialogOptions[];
  /** The message boxes that are shown. */
  questions: Asking[];
  notices: (EventEmitter & Electron.NotificationConstructorOptions)[];
  permission?: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
  permissionCheck?: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
  device?: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
}

/** The module `electron` as far as the shell uses it; types are Electron's own, so that a drift does not compile. */
export function createElectron(userData: string) {
  const asked: Asked = {
    ...{ order: [], schemes: [], serve: new Map(), calls: new Map() },
    ...{ menu: [], dialogs: [], questions: [], notices: [] },
  };
  const answers = { lock: true, chosen: [] as string[] };
  const note = (what: string) => void asked.order.push(what);
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    requestSingleInstanceLock: () => answers.lock,
    whenReady: async () => note('ready'),
    enableSandbox: () => note('sandbox'),
    getPath() {
      const folder = switchValue('user-data-dir') ?? userData;
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    /** In Electron's order: before-quit, the windows, will-quit; whoever prevents one of these ends it. */
    quit() {
      if (isPrevented(app, 'before-quit')) return;
      for (const window of StandInWindow.all) window.close();
      if (StandInWindow.all.length === 0 && !isPrevented(app, 'will-quit')) note('quit');
    },
    exit: (code = 0) => note(`exit ${code}`),
  } satisfies Partial<Electron.App>);
  const electron = {
    app,
    BrowserWindow: StandInWindow,
    protocol: {
      registerSchemesAsPrivileged(schemes) {
        note('scheme');
        asked.schemes.push(...schemes);
      },
      handle: (scheme, serve) => void asked.serve.set(scheme, serve as never),
    } satisfies Partial<Electron.Protocol>,
    ipcMain: { handle: (channel, call) => void asked.calls.set(channel, call) } satisfies Partial<Electron.IpcMain>,
    session: {
      defaultSession: {
        setPermissionRequestHandler: handler => void Object.assign(asked, { permission: handler }),
        setPermissionCheckHandler: handler => void Object.assign(asked, { permissionCheck: handler }),
        setDevicePermissionHandler: handler => void Object.assign(asked, { device: handler }),
      } satisfies Partial<Electron.Session>,
    },
    screen: {
      getPrimaryDisplay: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }) as Electron.Display,
      getAllDisplays: () => [],
    } satisfies Partial<Electron.Screen>,
    dialog: {
      showOpenDialog: async (...args: unknown[]) => {
        asked.dialogs.push(args.at(-1) as Electron.OpenDialogOptions);
        return { canceled: answers.chosen.length === 0, filePaths: answers.chosen };
      },
      showMessageBox: (...args: unknown[]) =>
        new Promise<Electron.MessageBoxReturnValue>(resolve => {
          const options = args.at(-1) as Electron.MessageBoxOptions;
          const parent = args.length > 1 ? (args[0] as StandInWindow) : undefined;
          const answer = (response: number) => {
            asked.questions = asked.questions.filter(each => each !== asking);
            resolve({ response, checkboxChecked: false });
          };
          const press = (button: string) => answer(options.buttons?.indexOf(button) ?? -1);
          const asking: Asking = { ...options, parent, press };
          asked.questions.push(asking);
          options.signal?.addEventListener('abort', () => answer(options.cancelId ?? 0));
        }),
      showErrorBox: (title: string, content: string) => note(`${title}: ${content}`),
    },
    Menu: {
      buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: Electron.MenuItemConstructorOptions[]) => void Object.assign(asked, { menu }),
    },
    Notification: class extends EventEmitter {
      static readonly isSupported = () => true;
      constructor(options: Electron.NotificationConstructorOptions) {
        super();
        asked.notices.push(Object.assign(this, options));
      }
      show = () => note(`notice: ${asked.notices.at(-1)?.title}`);
    },
    powerMonitor: new EventEmitter(),
    utilityProcess: { fork: forkUtility },
  };
  return { electron, asked, answers };
}

/** The value of a switch on the command line, as Chromium reads it. */
function switchValue(name: string): string | undefined {
  return process.argv.find(arg => arg.startsWith(`--${name}=`))?.split('=', 2)[1];
}

/** The utility processes that were started and have not ended. */
export const utilities = new Set<ChildProcess>();

/**
 * A utility process is a child process whose messages go by other names, and whose end by a signal is told as Electron
 * tells it: 0 when it was asked to end, the signal's number when others ended it.
 */
function forkUtility(path: string, args: string[], { stdio }: Electron.ForkOptions) {
  const child = fork(path, args, { serialization: 'advanced', execArgv: [], stdio: [...(stdio as 'pipe'[]), 'ipc'] });
  utilities.add(child);
  let killed = false;
  const utility = Object.assign(new EventEmitter(), {
    pid: child.pid,
    stderr: child.stderr,
    postMessage: (message: object) => void (child.connected && child.send(message)),
    kill() {
      killed = true;
      return child.kill('SIGTERM');
    },
  });
  child.on('message', message => utility.emit('message', message));
  child.on('exit', (code, signal) => {
    utilities.delete(child);
    utility.emit('exit', code ?? (killed ? 0 : signal && constants.signals[signal]));
  });
  return utility;
}

/** The contents of a window that something in the page tries to open or lead away. */
export function standInContents(): Contents & { windowOpen: Parameters<Contents['setWindowOpenHandler']>[0] } {
  const contents = Object.assign(new EventEmitter(), {
    send: () => {},
    windowOpen: (() => ({ action: 'allow' })) as Parameters<Contents['setWindowOpenHandler']>[0],
    setWindowOpenHandler(handler: Parameters<Contents['setWindowOpenHandler']>[0]) {
      contents.windowOpen = handler;
    },
  });
  return contents;
}

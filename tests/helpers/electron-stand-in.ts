import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type Contents = Pick<Electron.WebContents, 'send' | 'setWindowOpenHandler'> & EventEmitter;

/** A window that shows nothing: it keeps what it was opened with, what it loaded and what it was sent. */
export class StandInWindow extends EventEmitter {
  static all: StandInWindow[] = [];
  static readonly getAllWindows = () => StandInWindow.all;
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly sent: { channel: string; data: unknown }[] = [];
  readonly done: string[] = [];
  url = '';
  minimized = false;
  readonly webContents = { send: (channel: string, data: unknown) => void this.sent.push({ channel, data }) };

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    StandInWindow.all.push(this);
  }

  async loadURL(url: string): Promise<void> {
    this.url = url;
    this.emit('ready-to-show');
  }
  show = () => void this.done.push('show');
  focus = () => void this.done.push('focus');
  restore = () => void this.done.push('restore');
  maximize = () => void this.done.push('maximize');
  isMinimized = () => this.minimized;
  isMaximized = () => this.done.includes('maximize');
  isDestroyed = () => !StandInWindow.all.includes(this);
  getNormalBounds = () => ({ x: 40, y: 30, width: 1300, height: 800 });

  /** What the user's click on the window's cross does. */
  close(): void {
    this.emit('close');
    StandInWindow.all = StandInWindow.all.filter(window => window !== this);
  }
}

/** What was asked of Electron, in order of first use. */
export interface Asked {
  order: string[];
  schemes: Electron.CustomScheme[];
  serve: Map<string, (request: Request) => Promise<Response>>;
  calls: Map<string, (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>>;
  menu: Electron.MenuItemConstructorOptions[];
  dialogs: Electron.OpenDialogOptions[];
  permission?: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
  permissionCheck?: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
  device?: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
}

/** The module `electron` as far as the shell uses it; types are Electron's own, so that a drift does not compile. */
export function createElectron(userData: string) {
  const asked: Asked = { order: [], schemes: [], serve: new Map(), calls: new Map(), menu: [], dialogs: [] };
  const answers = { lock: true, chosen: [] as string[] };
  const note = (what: string) => void asked.order.push(what);
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    requestSingleInstanceLock: () => answers.lock,
    whenReady: async () => note('ready'),
    enableSandbox: () => note('sandbox'),
    getPath: () => userData,
    quit: () => note('quit'),
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
      showErrorBox: (title: string, content: string) => note(`${title}: ${content}`),
    },
    Menu: {
      buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: Electron.MenuItemConstructorOptions[]) => void Object.assign(asked, { menu }),
    },
    utilityProcess: { fork: forkUtility },
  };
  return { electron, asked, answers };
}

/** A utility process is a child process whose messages go by other names. */
function forkUtility(path: string, args: string[], { stdio }: Electron.ForkOptions) {
  const child = fork(path, args, { serialization: 'advanced', execArgv: [], stdio: [...(stdio as 'pipe'[]), 'ipc'] });
  return Object.assign(child, { postMessage: (message: object) => child.send(message) });
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

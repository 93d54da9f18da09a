import { type BrowserWindow, dialog, type FileFilter, Notification } from 'electron';
import type { Dialogs, FileKind } from '../../dialogs.ts';
import { type Answer, answerOf, type Notice, type Question } from './leaving.ts';

const ALL: FileFilter = { name: 'All files', extensions: ['*'] };

/** ffmpeg reads more than can be listed: the filter is a help, and `All files` is always there. */
const FILTERS: Readonly<Record<FileKind, FileFilter[]>> = {
  video: [
    { name: 'Video', extensions: ['mp4', 'mov', 'm4v', 'mkv', 'webm', 'avi', 'ts', 'mts', 'm2ts', 'mpg', 'wmv'] },
    ALL,
  ],
  image: [{ name: 'Image', extensions: ['png', 'jpg', 'jpeg', 'webp', 'tif', 'tiff'] }, ALL],
  model: [{ name: 'Model', extensions: ['onnx'] }, ALL],
  any: [ALL],
};

/** The system's own dialogs, attached to the window while there is one. */
export function nativeDialogs(window: () => BrowserWindow | undefined): Dialogs {
  const open = async (options: Electron.OpenDialogOptions) => {
    const parent = window();
    const { filePaths } = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
    return filePaths;
  };
  const openOne = async (options: Electron.OpenDialogOptions) => (await open(options))[0] ?? null;
  return {
    openFile: kind => openOne({ properties: ['openFile'], filters: FILTERS[kind] }),
    openFiles: kind => open({ properties: ['openFile', 'multiSelections'], filters: FILTERS[kind] }),
    openFolder: () => openOne({ properties: ['openDirectory', 'createDirectory'] }),
  };
}

/** Asks in a message box of the window. When `signal` aborts, it goes away as if cancelled. */
export async function askInWindow(
  parent: BrowserWindow | undefined,
  question: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const options = { type: 'question', title: 'Crack Studio', noLink: true, ...question, signal } as const;
  const { response } = await (parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options));
  return answerOf(response);
}

/** As long as a system shows a notification; macOS takes it back when the app ends. */
const NOTICE_MS = 10_000;

/** Shows a notification; resolves when it is gone or its time is over, with whether the user clicked on it. */
export async function notify(notice: Notice): Promise<boolean> {
  if (!Notification.isSupported()) return false;
  return new Promise(resolve => {
    const notification = new Notification(notice);
    notification.once('click', () => resolve(true));
    for (const end of ['close', 'failed'] as const) notification.once(end as 'close', () => resolve(false));
    notification.show();
    setTimeout(() => resolve(false), NOTICE_MS);
  });
}

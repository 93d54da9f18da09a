import { type BrowserWindow, dialog, type FileFilter } from 'electron';
import type { Dialogs, FileKind } from '../../dialogs.ts';

const ALL: FileFilter = { name: 'All files', extensions: ['*'] };

/** ffmpeg reads more than can be listed: the filter is a help, and `All files` is always there. */
const FILTERS: Readonly<Record<FileKind, FileFilter[]>> = {
  video: [
    { name: 'Video', extensions: ['mp4', 'mov', 'm4v', 'mkv', 'webm', 'avi', 'ts', 'mts', 'm2ts', 'mpg', 'wmv'] },
    ALL,
  ],
  image: [{ name: 'Image', extensions: ['png', 'jpg', 'jpeg', 'bmp', 'webp', 'tif', 'tiff'] }, ALL],
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

import { BrowserWindow } from 'electron';
import type { PrintPdf } from '../../report/print-pdf.ts';

/** Prints a report in a window that nobody sees and that runs no script; the size of its pages is the report's own. */
export const printInWindow: PrintPdf = async (html, signal) => {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { javascript: false, sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  const close = () => void (window.isDestroyed() || window.destroy());
  signal?.addEventListener('abort', close, { once: true });
  try {
    await window.loadFile(html);
    return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
};

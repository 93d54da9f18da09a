import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { StandInWindow } from '../../helpers/electron-stand-in.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

const electron = await vi.hoisted(async () => {
  const { createElectron } = await import('../../helpers/electron-stand-in.ts');
  return createElectron('').electron;
});
vi.mock('electron', () => electron);
const { printInWindow } = await import('../../../src/main/shells/electron/print-pdf.ts');

const html = join(temporaryFolder(), 'Prüfung #1.html');

describe("Electron's printing", () => {
  it('shows the report to nobody, runs no script in it, prints it in its own size and closes', async () => {
    writeFileSync(html, '<p>Riss</p>');
    const opened = vi.spyOn(StandInWindow.all, 'push');
    expect(Buffer.from(await printInWindow(html)).toString()).toBe('%PDF-1.4');
    const [window] = opened.mock.calls[0];
    expect(window.options).toEqual({
      show: false,
      webPreferences: { javascript: false, sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    expect([window.url, window.done]).toEqual([pathToFileURL(html).href, ['destroy']]);
    expect(window.printed).toEqual([{ preferCSSPageSize: true, printBackground: true }]);
    expect(StandInWindow.all).toEqual([]);
  });

  it('leaves no window behind when it fails', async () => {
    await expect(printInWindow(join(temporaryFolder(), 'nowhere.html'))).rejects.toThrow('ENOENT');
    expect(StandInWindow.all).toEqual([]);
  });
});

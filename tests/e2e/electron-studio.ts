import { _electron } from 'playwright-core';
import { electronLaunch } from './electron-launch.ts';
import type { OpenStudio } from './studio-page.ts';

/** Opens the built app in Electron's window. Playwright finds the binary as the package `electron` does. */
export async function openInElectron(home: string, project: string | undefined): Promise<OpenStudio> {
  const app = await _electron.launch({ ...electronLaunch({ home, project }), timeout: 60_000 });
  const page = await app.firstWindow();
  return {
    page,
    get browser(): never {
      throw new Error('Electron has one page and no browser: skip this test where `inElectron`.');
    },
    // It came by itself; what was set for it since then needs it anew.
    show: () => page.reload(),
    async close() {
      // A test that failed in the middle of a training has nobody who answers the question about it.
      await app.evaluate(({ dialog }) => {
        dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
      });
      await app.close();
    },
  };
}

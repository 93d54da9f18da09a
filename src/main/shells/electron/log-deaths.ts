import type { App } from 'electron';
import { logError } from '../../../node/log.ts';

/** Writes what Electron alone knows into the log: pages and helper processes that die, promises that nobody awaited. */
export function logDeaths(app: Pick<App, 'on'>): void {
  app.on('render-process-gone', (_event, _page, details) => logError('page gone', details));
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') logError('process gone', details);
  });
  // Electron only warns of them, where Node would end.
  process.on('unhandledRejection', error => logError('unhandled rejection', error));
}

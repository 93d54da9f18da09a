import { logError } from '../../node/log.ts';
import type { Handlers } from '../../shared/contract.ts';
import { fullPath } from '../files/full-path.ts';
import { recentProjects } from '../project/recent.ts';
import { logFolder as userLogFolder } from '../settings.ts';
import { readLog } from '../support/read-log.ts';
import { saveReport } from '../support/save-report.ts';

interface LogCallsOptions {
  readonly logFolder?: string;
  readonly recentFile?: string;
}

type LogCalls = Pick<Handlers, Extract<keyof Handlers, `log.${string}`>>;

/** The calls about the log. */
export function createLogCalls({ logFolder = userLogFolder, recentFile }: LogCallsOptions): LogCalls {
  return {
    'log.write': async ({ where, text }) => {
      logError(`page ${where}`, text);
      return {};
    },
    'log.read': () => readLog(logFolder),
    'log.saveReport': async ({ folder }) => {
      const projects = (await recentProjects(recentFile)).map(project => project.folder);
      return { path: await saveReport(fullPath(folder, 'a folder'), { logFolder, projects }) };
    },
  };
}

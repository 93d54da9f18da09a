import { resolve } from 'node:path';
import { Command } from 'commander';
import { outputOf } from '../output.ts';

/** `studio log`: what went wrong, with stacks, and a zip of it for whoever mends the studio. */
export function logCommand(): Command {
  return new Command()
    .description('print the newest of the log: what went wrong, with stacks')
    .option(
      '--save-report <folder>',
      'save a zip of log, versions, settings and machine there, without pictures and names; nothing is sent',
    )
    .action(async ({ saveReport: folder }: { saveReport?: string }, command: Command) => {
      const { logFolder } = await import('../../main/settings.ts');
      const output = outputOf(command);
      if (folder === undefined) {
        const { readLog } = await import('../../main/support/read-log.ts');
        const { file, text } = await readLog(logFolder);
        output.print({ file, text }, text.trimEnd() || undefined);
        output.note(file);
        return;
      }
      const { recentProjects } = await import('../../main/project/recent.ts');
      const { saveReport } = await import('../../main/support/save-report.ts');
      const projects = (await recentProjects()).map(project => project.folder);
      const path = await saveReport(resolve(folder), { logFolder, projects });
      output.print({ path }, path);
    });
}

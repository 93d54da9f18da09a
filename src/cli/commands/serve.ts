import { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

/** `studio serve`: the studio's window as a page for the browsers of this machine, until Ctrl-C. */
export function serveCommand(): Command {
  return new Command()
    .description('serve the studio to a browser on this machine, and print its address')
    .option('--project <folder>', 'open this project')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any that is free', wholeNumber('--port', 0, 65_535), 0)
    .action(async ({ port, project }: { port: number; project?: string }, command: Command) => {
      const { builtRenderer } = await import('../../main/shells/web/renderer-build.ts');
      const { startWebShell } = await import('../../main/shells/web/main.ts');
      const output = outputOf(command);
      const stopped = interruption();
      const shell = await startWebShell({
        ...{ port, project, rendererDir: await builtRenderer(output.note) },
        onEntered: next => output.note(`That address is used up; for another browser: ${next}`),
      });
      output.print({ url: shell.url }, shell.url);
      if (!stopped.aborted) await new Promise(resolve => stopped.addEventListener('abort', resolve));
      await shell.close();
    });
}

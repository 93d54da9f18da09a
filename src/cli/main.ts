import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { logFolder } from '../main/settings.ts';
import { logError, startLog } from '../node/log.ts';
import { IS_USAGE } from '../shared/error-codes.ts';
import { fileError, inWords, StudioError } from '../shared/errors.ts';
import { keysOf } from '../shared/table.ts';
import { COMMANDS, OLD_NAMES } from './commands.ts';
import { INTERRUPTED } from './interruption.ts';
import { COMMAND_LINE_REMEDIES } from './remedies.ts';

/** The command line, of all commands. */
function program(): Command {
  const studio = new Command('studio')
    .description('Turn inspection video into a trained crack detector.')
    .option('--json', 'print one JSON object a line on standard output, and nothing else');
  for (const name of keysOf(COMMANDS)) studio.addCommand(COMMANDS[name]().name(name));
  for (const [old, name] of Object.entries(OLD_NAMES)) studio.addCommand(COMMANDS[name]().name(old), { hidden: true });
  return configured(studio);
}

/** Lets errors come back as exceptions, so that this file alone decides on exit codes. */
function configured(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: () => {} });
  command.commands.forEach(configured);
  return command;
}

/** A file whose name begins with a dash (-dash.mp4), written so that it is not taken for a flag. */
function fileNotFlag(argument: string): string {
  return argument.startsWith('-') && existsSync(argument) ? `./${argument}` : argument;
}

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 the command line makes no sense. */
async function main(argv: string[]): Promise<number> {
  try {
    await program().parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      const files = argv.map(fileNotFlag);
      if (error.code === 'commander.unknownOption' && files.some((file, i) => file !== argv[i])) return main(files);
      if (error.exitCode === 0) return 0;
      if (error.code !== 'commander.help')
        process.stderr.write(`${error.message.replace('\n', ' ')} (--help lists the flags)\n`);
      return 2;
    }
    if (error instanceof Error && error.name === 'AbortError') {
      process.stderr.write('Stopped.\n');
      return INTERRUPTED;
    }
    process.stderr.write(`error: ${inWords(error, COMMAND_LINE_REMEDIES)}\n`);
    logError('command line', error);
    return error instanceof StudioError && IS_USAGE[error.code] ? 2 : 1;
  }
}

// A terminal that is closed takes both with it (EIO) and says so by SIGHUP: what is at work then ends as it should.
process.stderr.on('error', () => {});
// A reader who has seen enough (`| head`) closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  if (error.code === 'EIO') return;
  process.stderr.write(`error: ${fileError('write', 'standard output', error).message}\n`);
  process.exit(1);
});
startLog(logFolder, 'command line');
process.exitCode = await main(process.argv);

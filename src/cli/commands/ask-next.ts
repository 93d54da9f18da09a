import { Command } from 'commander';
import { formatTime } from '../../shared/time.ts';
import { folder, wholeNumber } from '../arguments.ts';
import { outputOf } from '../output.ts';

/** `studio ask-next INSPECTION`: the frames that teach a model most. */
export function askNextCommand(): Command {
  const command = new Command()
    .description('the frames of an inspection that are worth labelling next: doubtful, different, some without a crack')
    .argument('<inspection>', 'a folder that studio inspect made, <video>/<time>', folder('<inspection>'))
    .option('--count <n>', 'at most so many', wholeNumber('--count', 1), 20);
  return command.action(async (inspection: string, { count }: { count: number }) => {
    const { readLooks } = await import('../../main/inspection/videos/inspection-files.ts');
    const { projectPath } = await import('../../node/project-path.ts');
    const { framesToAsk } = await import('../../shared/events/ask-next.ts');
    const output = outputOf(command);
    const frames = framesToAsk(await readLooks(projectPath(inspection)), count);
    for (const asked of frames) {
      const { frame, ms, doubt, kind } = asked;
      const what = kind === 'crack' ? 'a crack?' : 'nothing?';
      output.print(asked, `frame ${frame}  ${formatTime(ms)}  doubt ${doubt.toFixed(2)}  ${what}`);
    }
    if (frames.length === 0)
      output.note(`${inspection} has no frame to ask about: inspect the video to its end, with this version`);
  });
}

import { resolve } from 'node:path';
import { Command } from 'commander';
import { folder, wholeNumber } from '../arguments.ts';
import { healthText } from '../health-text.ts';
import { interruption } from '../interruption.ts';
import { outputOf, type Progress } from '../output.ts';

interface Flags {
  readonly model?: string;
  readonly against?: string;
  readonly limit: number;
}

/** `studio check FOLDER`: what in the data could spoil a training, the most suspicious first. */
export function checkCommand(): Command {
  return new Command()
    .description('look for duplicates, leakage, bad exposure and doubtful labels')
    .argument('<folder>', 'a project, or a folder with images/ and masks/')
    .option('--model <file>', 'model.onnx: list the images where it disagrees with the labels')
    .option('--against <folder>', 'project of another annotator of the same images', folder('--against'))
    .option('--limit <n>', 'list so many findings; 0 lists all', wholeNumber('--limit', 0), 50)
    .action(async (path: string, flags: Flags, command: Command) => {
      const { openChecked } = await import('../../main/health/checked-folder.ts');
      const { checkProject } = await import('../../main/health/check-project.ts');
      const { readImageFacts } = await import('../../main/health/image-facts.ts');
      const { FileMemory } = await import('../../main/files/file-memory.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const output = outputOf(command);
      await using checked = await openChecked(resolve(path));
      let bar: { text: string; progress: Progress } | undefined;
      try {
        const health = await checkProject({
          ...checked,
          facts: new FileMemory(readImageFacts),
          spawnWorker: forkWorker,
          signal: interruption(),
          ...(flags.model !== undefined && { model: resolve(flags.model) }),
          ...(flags.against !== undefined && { against: resolve(flags.against) }),
          progress(done, total, text) {
            if (bar?.text !== text) {
              bar?.progress.end();
              bar = { text, progress: output.progress(text, total) };
            }
            bar.progress.update(done);
          },
        });
        bar?.progress.end();
        for (const finding of health.findings) output.print({ ...finding });
        const { findings, ...counts } = health;
        output.print({ ...counts, findings: findings.length }, healthText(health, flags.limit));
      } finally {
        bar?.progress.end();
      }
    });
}

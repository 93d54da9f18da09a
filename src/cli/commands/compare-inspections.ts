import { Command } from 'commander';
import { folder } from '../arguments.ts';
import { outputOf } from '../output.ts';

/** `studio compare-inspections INSPECTION OTHER`: which cracks both found, and which one alone. */
export function compareInspectionsCommand(): Command {
  const command = new Command()
    .description('set two inspections of one video side by side: cracks found by both, and by one alone')
    .argument('<inspection>', 'a folder that studio inspect made, <video>/<time>', folder('<inspection>'))
    .argument('<other>', 'the inspection to compare it with', folder('<other>'));
  return command.action(async (first: string, second: string) => {
    const { compareInspections } = await import('../../main/inspection/videos/compare-inspections.ts');
    const { projectPath } = await import('../../node/project-path.ts');
    const output = outputOf(command);
    const { both, alone } = await compareInspections(projectPath(first), projectPath(second));
    const text = [
      `found by both: ${both.length}`,
      ...both.map(([one, other]) => `  ${one.join(', ')} = ${other.join(', ')}`),
      `by ${first} alone: ${alone[0].join(', ') || 'none'}`,
      `by ${second} alone: ${alone[1].join(', ') || 'none'}`,
    ];
    output.print({ first, second, both, alone }, text.join('\n'));
  });
}

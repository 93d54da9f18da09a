import { resolve, sep } from 'node:path';
import { enclosingProject, type FilePath, pathOf } from '../../node/project-path.ts';
import { projectLayout } from './project-layout.ts';

/**
 * The training folder of a run, which it names in its settings. A run in a project has the project's, if it names none in it: the
 * project may have been moved since, and what a stranger's run names elsewhere is left alone.
 */
export async function dataOf(run: FilePath, named: string): Promise<string> {
  const project = await enclosingProject(resolve(pathOf(run)));
  if (project === undefined || resolve(named).startsWith(project + sep)) return named;
  return projectLayout(project).training.path;
}

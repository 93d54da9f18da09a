import { basename, dirname } from 'node:path';
import { type ProjectPath, ProjectRoot } from '../../node/project-path.ts';

/** A run's folder, for its files: none of them leads out of the folder of all runs. */
export function runPath(runDir: string): ProjectPath {
  return new ProjectRoot(dirname(runDir), true).at(basename(runDir));
}

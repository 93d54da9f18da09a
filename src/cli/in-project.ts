import { resolve } from 'node:path';
import { createOpenedFiles } from '../main/files/opened-files.ts';
import { ProjectHolder } from '../main/project/project-holder.ts';
import type { ProjectState } from '../shared/contract-project.ts';

/** Works on a project for the time of one command. It does not become one of the window's recent projects. */
export async function inProject<T>(
  folder: string,
  work: (project: ProjectHolder, state: ProjectState) => Promise<T>,
): Promise<T> {
  const project = new ProjectHolder({
    openedFiles: createOpenedFiles(),
    closing: new AbortController().signal,
    recentFile: null,
  });
  const state = await project.open(resolve(folder));
  try {
    return await work(project, state);
  } finally {
    await project.close();
  }
}

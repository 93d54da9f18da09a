import type { Handlers } from '../../shared/contract.ts';
import type { ProjectState } from '../../shared/contract-project.ts';
import { StudioError, usageError } from '../../shared/errors.ts';

/** What other services need of the calls about the open project. */
export type ProjectHandlers = Pick<Handlers, 'project.current' | 'labels.list' | 'labels.read' | 'labels.flush'>;

/** The open project. Throws a StudioError when none is. */
export async function currentProject(calls: ProjectHandlers): Promise<ProjectState> {
  const { open } = await calls['project.current']({});
  if (!open) throw usageError('No project is open: open or create one first.');
  return open;
}

/** The open project, which may be written to. Throws a StudioError. */
export async function writableProject(calls: ProjectHandlers): Promise<ProjectState> {
  const project = await currentProject(calls);
  if (project.readOnly) throw new StudioError(project.readOnly);
  return project;
}

import { useState } from 'react';
import { hasCode } from '../../../shared/errors.ts';
import { goOn } from '../go-to-stage.ts';
import { notifyError } from '../notify.ts';
import { useStudio } from '../studio-context.tsx';

/** The ways to open a project from this page: each goes on to the first stage of the work. */
export function useOpening() {
  const { projectStore } = useStudio();
  const { openProject, createProject, createDemo } = projectStore.getState();
  const [busy, setBusy] = useState(false);
  const opening = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
      const { open } = projectStore.getState();
      if (open) goOn(open.folder);
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    open: (folder: string) => opening(() => openProject(folder)),
    create: (name: string, folder: string) => opening(() => createProject({ name, folder })),
    demo: (folder: string) => opening(() => createDemo(folder).catch(openWhenMade(folder, openProject))),
  };
}

/** The demo may have been made before: it is opened then. */
function openWhenMade(folder: string, openProject: (folder: string) => Promise<void>) {
  return async (error: unknown) => {
    if (!hasCode(error, 'project-exists')) throw error;
    await openProject(folder);
  };
}

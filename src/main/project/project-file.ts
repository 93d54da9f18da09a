import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { ProjectRoot } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { migrate } from '../../shared/schemas/migrate.ts';
import { newProject, PROJECT_MIGRATIONS, type Project, projectSchema } from '../../shared/schemas/project.ts';
import { keepCopy, minuteOf, readBackedUp, writeBackedUp } from '../files/backed-up-file.ts';
import { exists } from '../files/listing.ts';
import { readText } from '../files/read.ts';
import { projectLayout } from '../layout/project-layout.ts';

/**
 * Makes a project of a folder, which may hold the reference pipeline's folders already; they are left as they are.
 * Throws a StudioError when it is a project.
 */
export async function createProject(folder: string, name: string, classes?: readonly string[]): Promise<Project> {
  await requireNoProject(folder);
  const project = newProject(name, classes);
  await makeFolder(folder);
  await saveProject(folder, project);
  return project;
}

/** Throws a StudioError when the folder is a project, even one whose `studio.json` got lost. */
export async function requireNoProject(folder: string): Promise<void> {
  const { file, fileBackup } = projectLayout(folder);
  if ((await exists(file)) || (await exists(fileBackup))) {
    throw new StudioError(`${folder} is a project already: open it, or choose another folder.`, {
      code: 'project-exists',
      folder,
    });
  }
}

/** Writes `studio.json` in one piece, and its backup. Throws a StudioError. */
export async function saveProject(folder: string | ProjectRoot, project: Project): Promise<void> {
  const { file, fileBackup } = projectLayout(folder);
  await writeBackedUp({ path: file, backup: fileBackup }, serialise(projectSchema.parse(project)));
}

/**
 * Reads `studio.json`, or its backup when it is damaged or gone; `notice` then says so in one sentence. Writes nothing.
 * Throws a StudioError when the folder is no project, or a newer program's.
 */
export async function readProject(folder: string | ProjectRoot): Promise<{ project: Project; notice: string | null }> {
  const { root, file, fileBackup } = projectLayout(folder);
  const found = await readBackedUp({ path: file, backup: fileBackup }, text => parseProject(text, file.path));
  if (found.from === 'file') return { project: found.value, notice: null };
  if (found.from === 'backup') {
    const notice = `${file} was ${found.lost}, so its backup of ${minuteOf(found.date)} is used: check the classes and settings.`;
    return { project: found.value, notice };
  }
  if (found.lost === 'missing') {
    throw new StudioError(`${root.path} is not a project, for it holds no studio.json.`, {
      code: 'no-project',
      folder: root.path,
    });
  }
  throw new StudioError(
    `${file} is damaged and there is no backup of it: move it away and create the project anew; images and labels are kept.`,
  );
}

/**
 * Sets right on disk what `readProject` found wrong, with `project` as it gave it: a file that is damaged or of an older
 * format is kept aside and written anew, and the backup follows what a person changed in the file by hand.
 */
export async function mendProject(folder: string | ProjectRoot, project: Project): Promise<void> {
  const { file, fileBackup, damaged } = projectLayout(folder);
  const found = await readBackedUp({ path: file, backup: fileBackup }, text => ({
    text,
    isCurrent: parseProject(text, file.path) && JSON.parse(text).version === PROJECT_MIGRATIONS.current,
  }));
  if (found.from === 'file' && found.value.isCurrent) {
    const backup = await readText(fileBackup).catch(() => undefined);
    if (backup === found.value.text) return;
    await makeFolder(fileBackup.parent);
    await writeFileAtomic(fileBackup, found.value.text);
    return;
  }
  if (found.from === 'file' || found.lost === 'damaged') await keepCopy(file, damaged);
  await saveProject(folder, project);
}

function parseProject(text: string, path: string): Project {
  return projectSchema.parse(migrate(JSON.parse(text), PROJECT_MIGRATIONS, path));
}

function serialise(project: Project): string {
  return `${JSON.stringify(project, null, 2)}\n`;
}

import { dirname, join } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { exists } from '../files/listing.ts';
import { readText } from '../files/read.ts';
import { projectLayout } from '../layout/project-layout.ts';
import { settingsFile } from '../settings.ts';

export const recentFile = join(dirname(settingsFile), 'recent-projects.json');

const LONGEST = 20;

const recentSchema = z.array(z.object({ folder: z.string(), name: z.string(), opened: z.string() }));

export interface RecentProject {
  readonly folder: string;
  readonly name: string;
  /** When it was last opened, ISO 8601. */
  readonly opened: string;
  /** Whether it is there now: its disk may be unplugged. */
  readonly exists: boolean;
}

/** The projects opened last, newest first. A list that cannot be read is an empty one: nothing hangs on it. */
export async function recentProjects(file = recentFile): Promise<RecentProject[]> {
  const list = await readList(file);
  return Promise.all(list.map(async item => ({ ...item, exists: await exists(projectLayout(item.folder).file) })));
}

/** Puts a project at the head of the list. Throws a StudioError. */
export async function rememberProject(project: { folder: string; name: string }, file = recentFile): Promise<void> {
  const others = (await readList(file)).filter(({ folder }) => folder !== project.folder);
  const list = [{ ...project, opened: new Date().toISOString() }, ...others].slice(0, LONGEST);
  await makeFolder(dirname(file));
  await writeFileAtomic(file, `${JSON.stringify(list, null, 2)}\n`);
}

async function readList(file: string): Promise<z.infer<typeof recentSchema>> {
  try {
    return recentSchema.parse(JSON.parse(await readText(file)));
  } catch {
    return [];
  }
}

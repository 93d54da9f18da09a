import { basename, join } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { Project } from '../../shared/schemas/project.ts';
import { readBytes } from '../files/read.ts';
import { projectLayout } from '../layout/project-layout.ts';
import { readDemoData } from './demo-data.ts';
import { createProject, requireNoProject, saveProject } from './project-file.ts';

/** The demo's licence asks that these go wherever the video goes. */
const LICENCE = ['ATTRIBUTION.md', 'LICENSE.CC-BY-SA-4.0.txt'];

/** Makes a project with the video that comes with the studio, its class and its ROI. Throws a StudioError. */
export async function createDemoProject(folder: string, demoFolder: string): Promise<Project> {
  const demo = await readDemoData(demoFolder);
  const video = basename(demo.video);
  await requireNoProject(folder);
  const { videos } = projectLayout(folder);
  await makeFolder(folder);
  await makeFolder(videos);
  for (const name of [video, ...LICENCE]) {
    await writeFileAtomic(videos.join(name), await readBytes(join(demoFolder, name)));
  }
  // Last, so that what a full disk left half done is no project and can be made again.
  const project = await createProject(folder, 'Demo: ball screw', [demo.class]);
  const withRoi = { ...project, settings: { ...project.settings, rois: { [video]: [...demo.roi] } } };
  await saveProject(folder, withRoi);
  return withRoi;
}

import { basename, join } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { Project } from '../../shared/schemas/project.ts';
import { readBytes } from '../files/read.ts';
import { projectLayout } from '../layout/project-layout.ts';
import { createProject, requireNoProject, saveProject } from './project-file.ts';
import { readShippedSample } from './shipped-sample.ts';

/** The sample's licence asks that these go wherever the video goes. */
const LICENCE = ['ATTRIBUTION.md', 'LICENSE.CC-BY-SA-4.0.txt'];

/** Makes a project with the video that comes with the studio, its class and its ROI. Throws a StudioError. */
export async function createSampleProject(folder: string, sampleFolder: string): Promise<Project> {
  const sample = await readShippedSample(sampleFolder);
  const video = basename(sample.video);
  await requireNoProject(folder);
  const { videos } = projectLayout(folder);
  await makeFolder(folder);
  await makeFolder(videos);
  for (const name of [video, ...LICENCE]) {
    await writeFileAtomic(videos.join(name), await readBytes(join(sampleFolder, name)));
  }
  // Last, so that what a full disk left half done is no project and can be made again.
  const project = await createProject(folder, 'Sample: ball screw', [sample.class]);
  const withRoi = { ...project, settings: { ...project.settings, rois: { [video]: [...sample.roi] } } };
  await saveProject(folder, withRoi);
  return withRoi;
}

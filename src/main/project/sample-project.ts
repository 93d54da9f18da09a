import { copyFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeFolder } from '../../node/folders.ts';
import { fileError } from '../../shared/errors.ts';
import type { Project } from '../../shared/schemas/project.ts';
import { projectLayout } from '../layout/project-layout.ts';
import { checkIsNoProject, createProject, saveProject } from './project-file.ts';
import { readShippedSample } from './shipped-sample.ts';

/** The sample's licence asks that these go wherever the video goes. */
const LICENCE = ['ATTRIBUTION.md', 'LICENSE.CC-BY-SA-4.0.txt'];

/** Makes a project with the video that comes with the studio, its class and its ROI. Throws a StudioError. */
export async function createSampleProject(folder: string, sampleFolder: string): Promise<Project> {
  const sample = await readShippedSample(sampleFolder);
  const video = basename(sample.video);
  await checkIsNoProject(folder);
  const { videos } = projectLayout(folder);
  await makeFolder(videos);
  for (const name of [video, ...LICENCE]) await copyWhole(join(sampleFolder, name), join(videos, name));
  // Last, so that what a full disk left half done is no project and can be made again.
  const project = await createProject(folder, 'Sample: ball screw', [sample.class]);
  const withRoi = { ...project, settings: { ...project.settings, rois: { [video]: [...sample.roi] } } };
  await saveProject(folder, withRoi);
  return withRoi;
}

async function copyWhole(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    await rm(to, { force: true });
    throw fileError('write', to, error);
  }
}

import { readdir } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import type { VideoRow } from '../../shared/contract-collect.ts';
import type { Point } from '../../shared/schemas/label.ts';
import type { Project } from '../../shared/schemas/project.ts';
import { exists } from '../files/listing.ts';
import { projectLayout } from '../layout/project-layout.ts';
import type { OpenProject } from '../project/open-project.ts';
import { sampleFolderName } from './sample-folder.ts';

/** More are forgotten; their samples stay. */
const REMEMBERED = 50;
const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|mpg|mpeg|ts|m2ts|mts|wmv|flv|mxf|3gp|vob|dv)$/i;

/** Videos opened before, the latest first, then the others in the project's folder `videos`. */
export async function listVideos({ folder, project }: OpenProject): Promise<VideoRow[]> {
  const { videos, dataset } = projectLayout(folder);
  const found = (await readdir(videos).catch(() => [])).filter(name => VIDEO.test(name) && !name.startsWith('.'));
  const remembered = (project.settings.videos ?? []).map(path => (isAbsolute(path) ? path : join(folder, path)));
  const paths = [...new Set([...remembered, ...found.sort().map(name => join(videos, name))])];
  return Promise.all(
    paths.map(async path => {
      const images = await readdir(join(dataset, sampleFolderName(path), 'images')).catch(() => []);
      const samples = images.filter(name => name.endsWith('.png') && !name.startsWith('.')).length;
      return { path, name: basename(path), exists: await exists(path), samples };
    }),
  );
}

/** The change of settings that puts a video first. One inside the project is remembered by its way from there. */
export function rememberVideo({ folder, project }: OpenProject, path: string): { videos: string[] } {
  const way = relative(folder, path);
  const inside = way !== '' && !way.startsWith('..') && !isAbsolute(way);
  const kept = inside ? way.split(sep).join('/') : path;
  return { videos: [kept, ...(project.settings.videos ?? []).filter(other => other !== kept)].slice(0, REMEMBERED) };
}

/** The ROI remembered for a video of this file name. */
export function roiOf({ settings }: Project, name: string): Point[] | null {
  return Object.hasOwn(settings.rois, name) ? (settings.rois[name] ?? null) : null;
}

/** The change of settings that remembers an ROI, or forgets it. */
export function withRoi({ settings }: Project, name: string, roi: Point[] | null): Pick<Project['settings'], 'rois'> {
  const rest = Object.fromEntries(Object.entries(settings.rois).filter(([other]) => other !== name));
  return { rois: roi ? { ...rest, [name]: roi } : rest };
}

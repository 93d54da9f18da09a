import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { namesIn } from '../../node/folders.ts';
import { type FilePath, pathOf } from '../../node/project-path.ts';
import type { VideoRow } from '../../shared/contract-collect.ts';
import type { Point } from '../../shared/schemas/label.ts';
import type { Project } from '../../shared/schemas/project.ts';
import { type PictureForm, pictureFormSchema } from '../../shared/schemas/video.ts';
import { statOf } from '../files/read.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import type { OpenProject } from '../project/open-project.ts';
import { sampleFolderName } from './sample-folder.ts';

/** More are forgotten; their samples stay. */
const REMEMBERED = 50;
const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|mpg|mpeg|ts|m2ts|mts|wmv|flv|mxf|3gp|vob|dv)$/i;

/**
 * Videos opened before, the latest first, then the others in the project's folder `videos`. Of those outside the project
 * only the `known` ones.
 */
export async function listVideos(
  { folder, layout, project }: OpenProject,
  known: ReadonlySet<string>,
): Promise<VideoRow[]> {
  const found = (await namesIn(layout.videos)).filter(name => VIDEO.test(name) && !name.startsWith('.'));
  const remembered = (project.settings.videos ?? []).map(path => videoPath(layout, resolve(folder, path)));
  const all = [...remembered, ...found.sort().map(name => layout.videos.join(name))];
  const videos = new Map(all.map(path => [pathOf(path), path]));
  const listed = [...videos].filter(([name, path]) => typeof path !== 'string' || known.has(name));
  return Promise.all(
    listed.map(async ([name, path]) => {
      const images = await namesIn(layout.dataset.join(sampleFolderName(name), 'images'));
      const samples = images.filter(image => image.endsWith('.png') && !image.startsWith('.')).length;
      return { path: name, name: basename(name), exists: await isVideoFile(path), samples };
    }),
  );
}

/** A video in the project must not lead out of it; one elsewhere is wherever the user says. */
export function videoPath({ root }: ProjectLayout, path: string): FilePath {
  return wayInside(root.path, path) === null ? path : root.at(relative(root.path, path));
}

async function isVideoFile(path: FilePath): Promise<boolean> {
  return statOf(path).then(
    stats => stats.isFile(),
    () => false,
  );
}

/** The change of settings that puts a video first. One inside the project is remembered by its way from there. */
export function rememberVideo({ folder, project }: OpenProject, path: string): { videos: string[] } {
  const kept = wayInside(folder, path) ?? path;
  return { videos: [kept, ...(project.settings.videos ?? []).filter(other => other !== kept)].slice(0, REMEMBERED) };
}

/** `videos/a.mp4`; null for a path that does not lie in the folder. */
function wayInside(folder: string, path: string): string | null {
  const way = relative(folder, path);
  const outside = way === '' || way === '..' || way.startsWith(`..${sep}`);
  return outside || isAbsolute(way) ? null : way.split(sep).join('/');
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

/** How frames of a video of this file name become pictures in this project: with square pixels unless it says otherwise. */
export function formOf({ settings }: Project, name: string): PictureForm {
  const forms = settings.pictureForms ?? {};
  return pictureFormSchema.parse(Object.hasOwn(forms, name) ? forms[name] : {});
}

/** The change of settings that remembers how; nothing where it is as it was. */
export function withForm(project: Project, name: string, form: PictureForm): Partial<Project['settings']> {
  const before = formOf(project, name);
  if (before.squarePixels === form.squarePixels && before.toneMap === form.toneMap) return {};
  return { pictureForms: { ...project.settings.pictureForms, [name]: form } };
}

import { join, parse, resolve } from 'node:path';
import type { MeasuredPicture, MeasureImages } from '../main/measure/measure-images.ts';
import { StudioError, usageError } from '../shared/errors.ts';
import type { MeasurementRecord } from '../shared/measure/measurements-document.ts';
import type { ScaleSource } from '../shared/measure/scale.ts';
import type { WidthClasses } from '../shared/measure/width-classes.ts';
import { inProject } from './in-project.ts';
import { jobContext, type Output } from './output.ts';

/** What `studio measure` was asked for. */
export interface Measuring {
  readonly paths: readonly string[];
  readonly masks: string | undefined;
  readonly out: string | undefined;
  readonly scale: ScaleSource | null;
  /** The side of the marker that gives each picture its scale, mm. */
  readonly markerMm: number | undefined;
  /** What the scale is to be kept with: the file name of a video, or `images`. */
  readonly keep: string | undefined;
  /** The video of an inspection, where it does not lie in the project's folder of videos. */
  readonly video: string | undefined;
  readonly classes: WidthClasses | null;
  readonly minAreaPx: number | undefined;
  readonly signal: AbortSignal;
}

/** Measures images, the labelled images of a project, or the cracks of an inspection, whichever the path is. */
export async function measureTarget(measuring: Measuring, output: Output): Promise<void> {
  const { exists } = await import('../main/files/listing.ts');
  const [path] = measuring.paths;
  const isOne = measuring.paths.length === 1 && !measuring.masks;
  if (isOne && (await exists(join(path, 'studio.json')))) return measureProject(path, measuring, output);
  if (measuring.keep !== undefined) throw usageError('--keep wants a project, which keeps the scale: name its folder.');
  if (isOne && (await exists(join(path, 'events.json')))) return measureOneInspection(path, measuring, output);
  return measureFiles(measuring, output);
}

async function measureFiles(measuring: Measuring, output: Output): Promise<void> {
  const { exists } = await import('../main/files/listing.ts');
  const { listImages } = await import('../main/inspection/image-list.ts');
  const { paths, scale } = measuring;
  const labelled = paths.length === 1 && !measuring.masks && (await exists(join(paths[0], 'images')));
  const masks = labelled ? join(paths[0], 'masks') : measuring.masks;
  if (!masks) throw usageError('--masks is missing: name the folder that holds the masks of these images.');
  const images = await listImages(labelled ? [join(paths[0], 'images')] : paths);
  const pictures = images.map(({ path }) => {
    return { image: path, mask: join(masks, `${parse(path).name}.png`), name: parse(path).base, scale };
  });
  await measurePictures({ pictures, scale }, measuring, output);
}

/** Every training image that has a mask, each by the scale of the video that it is from. */
async function measureProject(folder: string, measuring: Measuring, output: Output): Promise<void> {
  const { listPngs } = await import('../main/files/listing.ts');
  const { ProjectScales, readScales, scaleOfImage } = await import('../main/measure/project-scales.ts');
  await inProject(folder, async project => {
    const { layout } = project.get();
    const { scale, keep } = measuring;
    if (keep !== undefined) {
      if (!scale) throw usageError('--keep keeps a scale: give one by --scale or --line.');
      const picture = keep === 'images' ? ({ kind: 'images' } as const) : ({ kind: 'video', video: keep } as const);
      await new ProjectScales(project).save(picture, scale);
    }
    const scales = await readScales(layout);
    const masked = new Set(await listPngs(layout.masks));
    const pictures: MeasuredPicture[] = [];
    for (const name of (await listPngs(layout.images)).filter(name => masked.has(name))) {
      const own = keep === undefined && scale ? scale : await scaleOfImage(layout, scales, name);
      pictures.push({ image: layout.image(name), mask: layout.mask(name), name, scale: own });
    }
    await measurePictures({ pictures, scale: keep === undefined ? scale : null, scales }, measuring, output);
  });
}

type Pictures = Pick<MeasureImages, 'pictures' | 'scale' | 'scales'>;

async function measurePictures(what: Pictures, measuring: Measuring, output: Output): Promise<void> {
  const { measureImages } = await import('../main/measure/measure-images.ts');
  const { out, classes, signal, minAreaPx, markerMm } = measuring;
  if (out === undefined) throw usageError('--out is missing: name the folder that gets the measurements.');
  const choices = { ...what, markerMm, out, classes, signal, ...(minAreaPx !== undefined && { minAreaPx }) };
  const progress = output.progress('measure', what.pictures.length);
  let [done, failed] = [0, 0];
  const all: MeasurementRecord[] = [];
  for await (const measured of measureImages(choices)) {
    progress.update(++done);
    if ('error' in measured) {
      failed++;
      output.note(`error: ${measured.error}`);
      continue;
    }
    all.push(...measured.records);
    for (const record of measured.records) output.print(record);
  }
  progress.end();
  output.note(
    `${all.length} cracks of ${done - failed} images measured in ${unitOf(all)}: ${join(out, 'measurements.csv')}`,
  );
  if (failed > 0) throw new StudioError(`${failed} of ${done} images could not be measured; see the lines above.`);
}

/** By the scale that the project around it keeps for its video, unless another is given; into the inspection's own folder, unless `--out` names one. */
async function measureOneInspection(path: string, measuring: Measuring, output: Output): Promise<void> {
  const { readSettings } = await import('../main/inspection/videos/inspection-files.ts');
  const { projectLayout } = await import('../main/layout/project-layout.ts');
  const { measureInspection } = await import('../main/measure/measure-inspection.ts');
  const { readScales } = await import('../main/measure/project-scales.ts');
  const { writeMeasurements } = await import('../main/measure/write-measurements.ts');
  const { enclosingProject, projectPath } = await import('../node/project-path.ts');
  const { scaleFor } = await import('../shared/measure/scales.ts');
  const { out, classes, signal, markerMm } = measuring;
  if (markerMm !== undefined) throw usageError('--marker is for pictures: an inspection takes --scale or --line.');
  const inspection = projectPath(path);
  const name = (await readSettings(inspection))?.video.name ?? '';
  const project = await enclosingProject(resolve(path));
  const layout = project === undefined ? null : projectLayout(project);
  const kept = layout && scaleFor(await readScales(layout), { kind: 'video', video: name });
  const { context, end } = jobContext(output, signal);
  const document = await measureInspection({
    ...{ inspection, classes, signal, scale: measuring.scale ?? kept?.source ?? null },
    video: measuring.video ?? layout?.videos.join(name) ?? null,
    onProgress: (done, total) => context.progress(done, total, 'measure'),
  }).finally(end);
  await writeMeasurements(out ?? inspection, document);
  const { measurements, from_picture } = document;
  for (const record of measurements) output.print(record);
  const how = from_picture ? '' : ', from the masks alone, for the video is not there: name it with --video';
  output.note(
    `${measurements.length} cracks of ${name} measured in ${unitOf(measurements)}${how}: ${join(out ?? path, 'measurements.csv')}`,
  );
}

function unitOf(records: readonly MeasurementRecord[]): string {
  const scaled = records.filter(({ length_mm }) => length_mm !== undefined).length;
  if (scaled === 0) return 'px, for no scale is given';
  return scaled === records.length
    ? 'mm'
    : `mm, ${records.length - scaled} of them in px, for their images have no scale`;
}

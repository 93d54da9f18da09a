import type { Input, Output } from '../../shared/contract.ts';
import type { InspectionId } from '../../shared/contract-inspections.ts';
import { scaleFor } from '../../shared/measure/scales.ts';
import type { WidthClasses } from '../../shared/measure/width-classes.ts';
import { formOf, videoPath } from '../collect/video-list.ts';
import { fullPath } from '../files/full-path.ts';
import { readSettings } from '../inspection/videos/inspection-files.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { keptMeasurements, measureInspection } from './measure-inspection.ts';
import { readScales } from './project-scales.ts';
import { writeMeasurements } from './write-measurements.ts';

/** Measures the inspections of the open project by the scales that it keeps. Throws a StudioError. */
export class ProjectMeasurements {
  readonly #project: ProjectHolder;
  readonly #cache: string | undefined;

  constructor({ project, cache }: { readonly project: ProjectHolder; readonly cache?: string }) {
    this.#project = project;
    this.#cache = cache;
  }

  async inspection(
    { file, ...id }: Omit<Input<'measure.inspection'>, 'job'>,
    context: JobContext,
    classes: WidthClasses | null = null,
  ): Promise<Output<'measure.inspection'>> {
    const { layout, project, readOnly } = this.#project.get();
    const inspection = this.#folderOf(id);
    const name = (await readSettings(inspection))?.video.name ?? '';
    const scale = scaleFor(await readScales(layout), { kind: 'video', video: name })?.source ?? null;
    const kept = await keptMeasurements(inspection);
    const isSame = kept && JSON.stringify([kept.scale, kept.classes]) === JSON.stringify([scale, classes]);
    if (isSame && (kept.from_picture || file === undefined)) return answerOf(kept);
    const video = file === undefined ? layout.videos.join(name) : videoPath(layout, fullPath(file, 'a video'));
    const measured = await measureInspection({
      ...{ inspection, video, form: formOf(project, name), cache: this.#cache, scale, classes },
      signal: context.signal,
      onProgress: (done, total) => context.progress(done, total, `${done} of ${total} cracks measured`),
    });
    if (!readOnly) await writeMeasurements(inspection, measured);
    return answerOf(measured);
  }

  #folderOf({ video, time }: InspectionId) {
    return this.#project.get().layout.inspection(video, time);
  }
}

function answerOf({ measurements, from_picture }: Awaited<ReturnType<typeof measureInspection>>) {
  return { measurements, fromPicture: from_picture };
}

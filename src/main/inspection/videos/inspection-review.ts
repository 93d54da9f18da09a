import { namesIn } from '../../../node/folders.ts';
import { provenFile } from '../../../node/open-file.ts';
import { pathOf } from '../../../node/project-path.ts';
import type { Input, Output } from '../../../shared/contract.ts';
import type { InspectionId } from '../../../shared/contract-inspections.ts';
import type { Publish } from '../../../shared/emitter.ts';
import { usageError } from '../../../shared/errors.ts';
import { framesToAsk } from '../../../shared/events/ask-next.ts';
import { curveOf } from '../../../shared/events/curve.ts';
import type { EventVerdict, GivenVerdict, InspectionSettings } from '../../../shared/schemas/inspection.ts';
import { CollectedSamples } from '../../collect/collected.ts';
import { sampleFolderName } from '../../collect/sample-folder.ts';
import { formOf, videoPath } from '../../collect/video-list.ts';
import { fullPath } from '../../files/full-path.ts';
import { Serial } from '../../files/serial.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import { openFrameIndex } from '../../media/frame-index.ts';
import type { OpenProject } from '../../project/open-project.ts';
import type { ProjectHolder } from '../../project/project-holder.ts';
import { urlOf } from '../inspected-source.ts';
import { compareInspections } from './compare-inspections.ts';
import { lookIn, otherVideo, readFinished, readLooks, readVerdicts, writeVerdicts } from './inspection-files.ts';
import { keepEvent, keepFrame } from './keep-frame.ts';
import { peakName } from './write-events.ts';

/** More than a screen is wide says nothing more. */
const CURVE_POINTS = 1500;

interface ReviewOptions {
  readonly project: ProjectHolder;
  readonly publish: Publish;
  /** For indexes of videos. Default: the user's. */
  readonly cache?: string;
}

/** What people make of the inspections of the open project: verdicts, frames for the dataset, comparisons. All throw a StudioError. */
export class InspectionReview {
  readonly #options: ReviewOptions;
  readonly #verdicts = new Serial();
  readonly #frames = new Serial();

  constructor(options: ReviewOptions) {
    this.#options = options;
  }

  async read(id: InspectionId): Promise<Output<'inspections.read'>> {
    const { folder, settings, events: found } = await this.#finished(id);
    const verdicts = await readVerdicts(folder);
    const pictures = new Set(await namesIn(folder.join('peaks')));
    const events = found.map(({ mask: _, ...event }) => {
      const picture = peakName(event);
      const pictureUrl = pictures.has(picture) ? urlOf(folder.join('peaks', picture)) : null;
      return { ...event, pictureUrl, verdict: verdicts[event.id] ?? null };
    });
    return { settings, events, curve: curveOf(await readLooks(folder), CURVE_POINTS) };
  }

  judge(
    id: InspectionId,
    event: number,
    verdict: EventVerdict | null,
    remark?: string,
  ): Promise<{ verdict: GivenVerdict | null }> {
    return this.#verdicts.run(async () => {
      const { user } = this.#options.project.writable();
      const { folder, events } = await this.#finished(id);
      if (!events.some(each => each.id === event)) throw usageError(`${folder} has no event ${event}.`);
      const { [event]: before, ...others } = await readVerdicts(folder);
      const words = remark ?? before?.remark;
      const given = verdict && { verdict, by: user, at: new Date().toISOString(), ...(words && { remark: words }) };
      await writeVerdicts(folder, given ? { ...others, [event]: given } : others);
      return { verdict: given };
    });
  }

  /** Saves a frame for the dataset: where an event shows best, as its verdict says, or any other. */
  keep(
    { what, file, ...id }: Omit<Input<'inspections.keep'>, 'job'>,
    { signal }: JobContext,
  ): Promise<{ image: string }> {
    return this.#frames.run(async () => {
      const open = this.#options.project.writable();
      const { folder, settings, events } = await this.#finished(id);
      const index = await this.#indexOf(open, settings.video, file, signal);
      const keep = { open, index, settings, signal };
      const verdicts = await readVerdicts(folder);
      const image =
        'frame' in what
          ? await keepFrame(keep, what.frame)
          : await keepEvent(keep, { mark: `${id.time}-${what.event}-`, event: what.event, events, verdicts });
      const { revision } = (await open.labels.read(image)).document;
      this.#options.publish('labels.changed', { image, revision });
      return { image };
    });
  }

  async askNext(id: InspectionId, count: number): Promise<Output<'inspections.askNext'>> {
    const { layout } = this.#options.project.get();
    const { folder, settings } = await this.#finished(id);
    const samples = new CollectedSamples(layout, sampleFolderName(settings.video.name));
    const known = (await samples.list(settings.video.size)).map(({ timeMs }) => timeMs);
    return { frames: framesToAsk(await readLooks(folder), count, known) };
  }

  async look(id: InspectionId, frame: number): Promise<Output<'inspections.look'>> {
    const { folder, width, height } = await this.#finished(id);
    return { width, height, ...(await lookIn(folder, frame)) };
  }

  async compare(first: InspectionId, second: InspectionId): Promise<Output<'inspections.compare'>> {
    return compareInspections(this.#folderOf(first), this.#folderOf(second));
  }

  #folderOf({ video, time }: InspectionId) {
    return this.#options.project.get().layout.inspection(video, time);
  }

  async #finished(id: InspectionId) {
    const folder = this.#folderOf(id);
    return { folder, ...(await readFinished(folder)) };
  }

  async #indexOf(
    { layout, project }: OpenProject,
    { name, size }: Video,
    file: string | undefined,
    signal: AbortSignal,
  ) {
    const path = file === undefined ? layout.videos.join(name) : videoPath(layout, fullPath(file, 'a video'));
    const index = await openFrameIndex(await provenFile(path), {
      ...{ cache: this.#options.cache, form: formOf(project, name), signal, urgency: 'background' },
    });
    if (index.info.size === size) return index;
    throw otherVideo(pathOf(path));
  }
}

type Video = InspectionSettings['video'];

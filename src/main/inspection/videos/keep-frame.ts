import { usageError } from '../../../shared/errors.ts';
import { placeRoi, type Roi, verticesOf } from '../../../shared/geometry/roi.ts';
import { predictedLabels } from '../../../shared/labels/predicted-labels.ts';
import { stretchesOf } from '../../../shared/labels/stretches.ts';
import { verdictEdits } from '../../../shared/labels/verdict-edits.ts';
import type { CrackEvent, InspectionSettings, VerdictsDocument } from '../../../shared/schemas/inspection.ts';
import type { ImageLabel } from '../../../shared/schemas/label.ts';
import type { FrameIndex } from '../../../shared/schemas/video.ts';
import { CollectedSamples, isRoi } from '../../collect/collected.ts';
import { sampleFolderName } from '../../collect/sample-folder.ts';
import { saveSample } from '../../collect/samples.ts';
import { readFrame } from '../../media/frames.ts';
import type { OpenProject } from '../../project/open-project.ts';

/** Goes into the names of frames that come from an inspection. */
const TAG = 'inspected';

interface KeepFrame {
  readonly open: OpenProject;
  readonly index: FrameIndex;
  readonly settings: InspectionSettings;
  readonly signal: AbortSignal;
}

/**
 * Saves a frame of an inspected video, within the ROI that was inspected, and puts it among the training images, unless it is there; gives the name that
 * it has there. Throws a StudioError.
 */
export async function keepFrame({ open, index, settings, signal }: KeepFrame, frame: number): Promise<string> {
  const samples = new CollectedSamples(open.layout, sampleFolderName(index.info.path));
  const roi = roiOf(settings, index);
  const there = await samples.list(index.info.size);
  const same = there.find(sample => sample.frame === frame && isRoi(sample.roi, roi));
  const saved =
    same ??
    (await saveSample(samples.folder, index, frame, await readFrame(index, frame, { signal }), roi, { tag: TAG }));
  await samples.addToTraining(saved.base);
  return samples.trainingName(saved.base);
}

interface JudgedEvent {
  /** Begins the ids of the event's labels. */
  readonly mark: string;
  readonly event: number;
  readonly events: readonly CrackEvent[];
  readonly verdicts: VerdictsDocument['verdicts'];
}

/** Saves the frame in which an event shows best, labelled as its verdict says; gives its image. Throws a StudioError. */
export async function keepEvent(keep: KeepFrame, { mark, event: id, events, verdicts }: JudgedEvent): Promise<string> {
  const event = events.find(each => each.id === id);
  if (!event) throw usageError(`The inspection has no event ${id}.`);
  const { frame } = event.peak;
  const image = await keepFrame(keep, frame);
  const { labels, project } = keep.open;
  const classes = project.classes.map(({ name }) => name);
  const isOther = ({ id: other, begin, end }: CrackEvent) =>
    other !== id && begin.frame <= frame && frame <= end.frame && verdicts[other]?.verdict !== 'false';
  const { document } = await labels.read(image);
  const edits = verdictEdits(document, {
    ...{ verdict: verdicts[id]?.verdict ?? null, mark, showsOthers: events.some(isOther) },
    labels: labelsOf(event, mark, roiOf(keep.settings, keep.index), classes),
  });
  if (edits.length > 0) await labels.edit(image, document.revision, edits);
  return image;
}

function roiOf({ roi }: InspectionSettings, { info }: FrameIndex): Roi {
  return placeRoi(verticesOf(roi), info.width, info.height);
}

/** The mask of an event's peak as labels of the crop, px. */
function labelsOf(
  { mask, peak, class: name }: CrackEvent,
  mark: string,
  { box }: Roi,
  classes: readonly string[],
): ImageLabel[] {
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const data = new Uint8Array(width * height);
  const value = Math.max(1, Math.round(255 * peak.score));
  for (const { y, from, to } of stretchesOf(mask)) {
    if (y < box.y1 || y >= box.y2) continue;
    const row = (y - box.y1) * width - box.x1;
    data.fill(value, row + Math.max(from, box.x1), row + Math.max(box.x1, Math.min(to, box.x2)));
  }
  let next = 1;
  const known = classes.includes(name) ? name : classes[0];
  return predictedLabels(
    { width, height, data },
    { threshold: 0, classOf: () => known, newId: () => `${mark}${next++}` },
  );
}

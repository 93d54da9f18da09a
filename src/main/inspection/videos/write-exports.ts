import { writeFileAtomic } from '../../../node/atomic-file.ts';
import type { EventsDocument } from '../../../shared/schemas/inspection.ts';
import { readFrames } from '../../media/frames.ts';
import { writeAnnotatedVideo } from './annotated-video.ts';
import { writeClips } from './event-clips.ts';
import { EventsAsCoco } from './events-as-coco.ts';
import type { Exported } from './inspection.ts';
import { PeakSheets } from './peak-sheets.ts';
import { eventsAss, eventsVtt } from './subtitles.ts';

/** Makes what is asked for of the events beside; what is there is made anew. Throws a StudioError. */
export async function writeExports(inspection: Exported, document: EventsDocument): Promise<void> {
  const { index, folder, signal, exports = {} } = inspection;
  if (exports.annotate === 'subtitles') {
    const frameMs = index.info.durationMs / index.info.frames;
    await writeFileAtomic(folder.join('events.vtt'), eventsVtt(document, frameMs));
    await writeFileAtomic(folder.join('events.ass'), eventsAss(document, frameMs));
  }
  if (exports.annotate === 'video') await writeAnnotatedVideo(inspection, document);
  if (exports.clips) await writeClips(index.info, document.events, folder, signal);
  if (exports.coco || exports.sheet) await writePeaks(inspection, document);
}

/** What is made of the frames of the peaks: each is decoded once. */
async function writePeaks({ index, folder, signal, exports }: Exported, document: EventsDocument): Promise<void> {
  const coco = exports?.coco ? new EventsAsCoco(folder, document) : undefined;
  const sheets = exports?.sheet ? new PeakSheets(folder, document) : undefined;
  const peaks = document.events.map(({ peak }) => peak.frame);
  for await (const { frame, image } of readFrames(index, peaks, { need: { urgency: 'background' }, signal })) {
    const shown = document.events.filter(({ peak }) => peak.frame === frame);
    await coco?.add(image, shown);
    for (const event of shown) await sheets?.add(image, event);
  }
  await coco?.end();
  await sheets?.end();
}

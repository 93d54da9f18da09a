import { parseFrameTime } from '../dataset/sample-name.ts';
import { APART_MS, framesToAsk } from './ask-next.ts';

/** What a model made of an image. */
export interface LearnedOf {
  readonly name: string;
  /** How unsure it is where it is least sure, bits; how many cracks it found; the image at a glance (`printOf`). */
  readonly doubt: number;
  readonly cracks: number;
  readonly print: string;
}

/** So many are chosen to differ from each other, which takes long; those after them go by doubt alone. */
const CHOSEN = 100;
/** No video is longer, ms: what lies further apart is of another one. */
const VIDEO_MS = 1e9;

/** The names of images in the order in which they teach the model most (`framesToAsk`): the first ones doubtful and different from each other. */
export function teachingOrder(images: readonly LearnedOf[]): string[] {
  const times = timesOf(images);
  const looks = images.map(({ doubt, cracks, print }, frame) => ({
    ...{ frame, ms: times[frame], score: 0, cracks, doubt, print },
  }));
  const chosen = framesToAsk(looks, Math.min(CHOSEN, images.length)).map(({ frame }) => images[frame]);
  const first = new Set(chosen);
  const rest = images.filter(image => !first.has(image)).sort((a, b) => b.doubt - a.doubt);
  return [...chosen, ...rest].map(({ name }) => name);
}

/** A time for each, ms: of frames of one video as far apart as they are, of all others farther. */
function timesOf(images: readonly LearnedOf[]): number[] {
  const videos = new Map<string, number>();
  return images.map(({ name }, i) => {
    const frame = parseFrameTime(name);
    if (!frame) return -(i + 1) * APART_MS;
    if (!videos.has(frame.video)) videos.set(frame.video, videos.size);
    return videos.get(frame.video)! * VIDEO_MS + frame.ms;
  });
}

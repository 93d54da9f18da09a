import { cpus } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { type CollectRequest, collectSamples } from '../src/main/collect/samples.ts';
import { type Ffmpeg, keepEveryFrame, theFfmpeg } from '../src/main/media/ffmpeg-path.ts';
import { openFrameIndex } from '../src/main/media/frame-index.ts';
import { parseRoi, placeRoi } from '../src/shared/geometry/roi.ts';
import { median, report, round } from './report.ts';
import { inFolder } from './studio.ts';

/** The part of the frame that is kept: what an inspector marks on a pipe. */
const ROI = parseRoi('560,240 1360,200 1400,860 520,880');
const FPS = 30;

interface Pair {
  readonly studio: number;
  readonly ffmpeg: number;
}

/**
 * `npm run bench -- collect [--seconds 30] [--pairs 3] [--every 1000] [--video PATH]`: ms of the frame index beside `ffmpeg -f
 * null`, and of collecting a frame every so many ms beside ffmpeg alone writing as many PNG files of the same content (the
 * blurred gray crop twice, the mask, the colour crop), in alternating pairs. `collect`: the index is known, as for every
 * collecting but the first; `first`: it is made as well, in the same decode.
 */
export async function benchCollect(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '30' },
      pairs: { type: 'string', default: '3' },
      every: { type: 'string', default: '1000' },
      video: { type: 'string' },
    },
  });
  await inFolder(async folder => {
    const ffmpeg = await theFfmpeg();
    const video = values.video ?? (await makeClip(folder, ffmpeg, Number(values.seconds)));
    const cache = join(folder, 'cache');
    const { info } = await openFrameIndex(video, { cache });
    const of = { frames: info.frames, size: `${info.width}x${info.height}`, cores: cpus().length };
    const [pairs, everyMs] = [Number(values.pairs), Number(values.every)];
    const collecting = (run: number, known: boolean): CollectRequest => ({
      ...{ video, roi: ROI, frames: { everyMs }, cache: known ? cache : null },
      outDir: join(folder, `studio-${run}-${known}`),
    });
    const peer = (run: number) => writePngs(video, ffmpeg, info, everyMs, join(folder, `peer-${run}`));
    reportPairs(
      'index',
      of,
      await inPairs(
        pairs,
        () => openFrameIndex(video, { cache: null }),
        () => decode(video, ffmpeg),
      ),
    );
    reportPairs(
      'collect',
      of,
      await inPairs(
        pairs,
        run => collectSamples(collecting(run, true)),
        run => peer(run),
      ),
    );
    reportPairs(
      'first',
      of,
      await inPairs(
        pairs,
        run => collectSamples(collecting(run, false)),
        run => peer(pairs + run),
      ),
    );
  });
}

/** Both sides of each pair after one another, the one that begins in turn. ms. */
async function inPairs(
  pairs: number,
  studio: (run: number) => Promise<unknown>,
  ffmpeg: (run: number) => Promise<unknown>,
): Promise<Pair[]> {
  const all: Pair[] = [];
  for (let run = 0; run < pairs; run++) {
    const sides = { studio: 0, ffmpeg: 0 };
    const order = run % 2 === 0 ? (['studio', 'ffmpeg'] as const) : (['ffmpeg', 'studio'] as const);
    for (const side of order) {
      const begun = performance.now();
      await (side === 'studio' ? studio : ffmpeg)(run);
      sides[side] = performance.now() - begun;
    }
    all.push(sides);
  }
  return all;
}

function reportPairs(what: string, of: object, pairs: readonly Pair[]): void {
  const ratios = pairs.map(({ studio, ffmpeg }) => studio / ffmpeg);
  report({
    ...{ bench: 'collect', what, ...of },
    studio_ms: round(median(pairs.map(({ studio }) => studio)), 0),
    ffmpeg_ms: round(median(pairs.map(({ ffmpeg }) => ffmpeg)), 0),
    ratio: round(median(ratios), 2),
    ratios: ratios.map(ratio => round(ratio, 2)),
  });
}

/** As a camera records: movement, noise, B-frames, a key frame every 250. */
async function makeClip(folder: string, { path }: Ffmpeg, seconds: number): Promise<string> {
  const video = join(folder, 'clip.mp4');
  const source = ['-f', 'lavfi', '-i', `testsrc2=s=1920x1080:r=${FPS}:d=${seconds},noise=alls=6:allf=t`];
  const codec = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '23',
    '-g',
    '250',
    '-bf',
    '3',
    '-pix_fmt',
    'yuv420p',
  ];
  await execa(path, ['-v', 'error', '-y', ...source, ...codec, video]);
  return video;
}

async function decode(video: string, { path, version }: Ffmpeg): Promise<void> {
  const everyFrame = keepEveryFrame(version).slice(0, 2);
  await execa(path, ['-v', 'error', '-i', video, '-an', ...everyFrame, '-f', 'null', '-']);
}

/** What ffmpeg does in one command. The blur is its own, nearest to a 5x5 Gaussian; the mask is its plain equivalent. */
async function writePngs(
  video: string,
  { path, version }: Ffmpeg,
  { width, height, averageFps }: { width: number; height: number; averageFps: number },
  everyMs: number,
  out: string,
): Promise<void> {
  const { x1, y1, x2, y2 } = placeRoi(ROI, width, height).box;
  const each = `select=not(mod(n\\,${Math.round((averageFps * everyMs) / 1000)})),crop=${x2 - x1}:${y2 - y1}:${x1}:${y1}:exact=1`;
  const graph = [
    `[0:v]${each},split=2[gray][preview]`,
    '[gray]format=gray,gblur=sigma=1.1,split=3[image][raw][whole]',
    '[whole]lutyuv=y=255[mask]',
  ];
  const everyFrame = keepEveryFrame(version).slice(0, 2);
  const outputs = ['image', 'raw', 'mask', 'preview'].flatMap(name => [
    ...['-map', `[${name}]`, ...everyFrame, ...(name === 'preview' ? ['-pix_fmt', 'rgb24'] : [])],
    `${out}-${name}-%05d.png`,
  ]);
  await execa(path, ['-v', 'error', '-y', '-i', video, '-filter_complex', graph.join(';'), ...outputs]);
}

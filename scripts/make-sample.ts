/**
 * Makes `assets/sample` from a folder of BSData: `node --import tsx scripts/make-sample.ts BSDATA_FOLDER`.
 * The folder holds `sequence_560000_000/*.jpg`, a labelme `.json` beside each photograph with visible pitting, and the
 * licence. One photograph becomes two seconds of video; polygons move with the crop.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import sharp from 'sharp';
import * as z from 'zod';
import { theFfmpeg } from '../src/main/media/ffmpeg-path.ts';
import { type FrameLabels, type Point, videoLabelsSchema } from '../src/shared/schemas/label.ts';

const OUT = new URL('../assets/sample/', import.meta.url).pathname;
const VIDEO = 'ball-screw.mp4';
const CLASS = 'pitting';
/** Size of the video's frames, px, and frames a second. */
const WIDTH = 1120;
const HEIGHT = 456;
const RATE = 0.5;

/**
 * The part of each photograph that the frame shows, by the photograph's width. The camera's crop changed on 7 September:
 * matching the last photograph before it in the first ones after, scaled (cv2.matchTemplate, TM_CCOEFF_NORMED, best of
 * 0.72 … 0.76 in steps of 0.0025), gave scale 0.74 and offset (12 … 14, 2 … 4) px. What drift is left is the screw's own.
 */
const CROPS: Readonly<Record<number, { left: number; top: number; width: number; height: number }>> = {
  1130: { left: 2, top: 2, width: WIDTH, height: HEIGHT },
  1540: { left: 20, top: 5, width: 1514, height: 616 },
};

/** Drawn along the flank of the thread on which the pitting begins and grows, as an inspector would, px. */
const ROI: readonly Point[] = [
  [420, 246],
  [600, 196],
  [600, 280],
  [420, 330],
];

const labelmeSchema = z.object({
  shapes: z.array(z.object({ shape_type: z.literal('polygon'), points: z.array(z.tuple([z.number(), z.number()])) })),
});

interface Frame {
  readonly rgb: Buffer;
  readonly labels: FrameLabels;
}

async function readFrame(folder: string, name: string, labelled: boolean): Promise<Frame> {
  const path = join(folder, name);
  const { width } = await sharp(path).metadata();
  const crop = CROPS[width];
  if (!crop) throw new Error(`${path} is ${width} px wide: measure its crop first`);
  const rgb = await sharp(path).extract(crop).resize(WIDTH, HEIGHT, { kernel: 'lanczos3' }).raw().toBuffer();
  if (!labelled) return { rgb, labels: { state: 'verified', labels: [] } };
  const { shapes } = labelmeSchema.parse(JSON.parse(await readFile(path.replace(/jpg$/, 'json'), 'utf8')));
  const moved = ([x, y]: Point): Point => [
    round(((x - crop.left) * WIDTH) / crop.width),
    round(((y - crop.top) * HEIGHT) / crop.height),
  ];
  const labels = shapes.map(shape => ({
    shape: 'polygon' as const,
    class: CLASS,
    source: 'imported' as const,
    points: shape.points.map(moved),
  }));
  return { rgb, labels: { state: 'verified', labels } };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

async function encode(frames: readonly Frame[]): Promise<void> {
  const input = `-f rawvideo -pix_fmt rgb24 -s ${WIDTH}x${HEIGHT} -r ${RATE} -i -`;
  const colours = '-vf scale=out_color_matrix=bt601:out_range=tv -colorspace smpte170m -color_range tv';
  const codec = '-c:v libx264 -preset slow -crf 23 -g 12 -pix_fmt yuv420p -movflags +faststart -fflags +bitexact';
  const command = `-v error -y ${input} ${colours} ${codec}`.split(' ');
  await execa((await theFfmpeg()).path, [...command, join(OUT, VIDEO)], {
    input: Buffer.concat(frames.map(frame => frame.rgb)),
  });
}

async function main(bsdata: string): Promise<void> {
  const folder = join(bsdata, 'sequence_560000_000');
  const files = await readdir(folder);
  const names = files.filter(name => name.endsWith('.jpg')).sort();
  const frames = await Promise.all(
    names.map(name => readFrame(folder, name, files.includes(name.replace(/jpg$/, 'json')))),
  );
  await mkdir(OUT, { recursive: true });
  await encode(frames);
  const labels = videoLabelsSchema.parse({
    version: 1,
    video: VIDEO,
    width: WIDTH,
    height: HEIGHT,
    frames: frames.map((frame, index) => ({ frame: index, ...frame.labels })),
  });
  await writeFile(join(OUT, 'labels.json'), `${JSON.stringify(labels)}\n`);
  const source = 'BSData, github.com/2Obe/BSData, arXiv 2103.13003, CC BY-SA 4.0; see ATTRIBUTION.md';
  const sample = { version: 1, video: VIDEO, labels: 'labels.json', class: CLASS, roi: ROI, source };
  await writeFile(join(OUT, 'sample.json'), `${JSON.stringify(sample, null, 2)}\n`);
  const licence = 'LICENSE.CC-BY-SA-4.0.txt';
  await writeFile(join(OUT, licence), await readFile(join(bsdata, licence)));
}

await main(process.argv[2]);

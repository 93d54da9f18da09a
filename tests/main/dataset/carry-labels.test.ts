import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectSamples } from '../../../src/main/collect/samples.ts';
import { distanceBetween } from '../../../src/shared/geometry/paths.ts';
import { meanOf } from '../../../src/shared/measure/statistics.ts';
import type { ImageLabel, Point } from '../../../src/shared/schemas/label.ts';
import { type Crack, crackedGround, writeGrayVideo } from '../../helpers/crack-video.ts';
import { seenFrom, shot, type View } from '../../helpers/moving-ground.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

/** A crack with a bend, over ground that is seen from ever elsewhere: shifted, turned, and nearer. */
const CRACK: Crack = [
  [300, 250],
  [330, 262],
  [352, 290],
  [380, 300],
  [402, 331],
];
const VIEWS = Array.from(
  { length: 12 },
  (_, i): View => ({
    ...{ x: 345 + 5.3 * i, y: 295 - 2.2 * i },
    ...{ turn: 0.012 * i, zoom: 1 + 0.006 * i },
  }),
);

/** The vertices as they are seen from a view, in px of labels. */
function truth(view: View): Point[] {
  return CRACK.map(([x, y]) => {
    const seen = seenFrom(view, { x, y });
    return [seen.x + 0.5, seen.y + 0.5];
  });
}

const pointsOf = (label: ImageLabel | undefined) => (label && 'points' in label ? label.points : []);

describe('labels that are carried through a video', () => {
  const folder = temporaryFolder();
  let studio: TestStudio;
  let images: string[];

  beforeAll(async () => {
    const wall = crackedGround(7, [CRACK]);
    const elsewhere = shot(crackedGround(8, []), VIEWS[0]);
    await mkdir(folder, { recursive: true });
    const video = join(folder, 'wall.mp4');
    await writeGrayVideo(video, [...VIEWS.map(view => shot(wall, view)), elsewhere, elsewhere]);
    const project = join(folder, 'project');
    studio = startTestStudio();
    await studio.call('project.create', { folder: project, name: 'wall' });
    const dataset = join(project, 'data/dl_dataset');
    await collectSamples({ video, outDir: dataset, frames: { everyMs: 40, count: 14 } });
    const training = join(project, 'data/dl_train/images');
    await mkdir(training, { recursive: true });
    const bases = (await readdir(join(dataset, 'wall/images'))).sort();
    for (const base of bases) await copyFile(join(dataset, 'wall/images', base), join(training, `wall__${base}`));
    images = bases.map(base => `wall__${base}`);
    const label: ImageLabel = {
      id: 'a',
      class: 'crack',
      source: 'drawn',
      shape: 'polyline',
      points: truth(VIEWS[0]),
      width: 5,
    };
    await studio.call('labels.edit', { image: images[0], revision: 0, edits: [{ kind: 'add', index: 0, label }] });
  });

  afterAll(async () => {
    studio?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const labelsOf = async (image: string) => (await studio.call('labels.read', { image })).document;

  it('lie within 1.5 px of where they belong on average after 10 frames, predicted and unverified, and are one step to undo', async () => {
    const done = await studio.call('bulk.carry', { from: images[0], steps: 10 });
    expect(done).toMatchObject({ what: 'Labels carried on into 10 images', images: 10, left: [] });
    const off: number[][] = [];
    for (const [i, image] of images.slice(1, 11).entries()) {
      const { labels, state } = await labelsOf(image);
      expect([state, labels.length, labels[0].source]).toEqual(['unlabelled', 1, 'predicted']);
      expect(labels[0].confidence).toBeGreaterThan(0.6);
      off.push(pointsOf(labels[0]).map((at, vertex) => distanceBetween(at, truth(VIEWS[i + 1])[vertex])));
    }
    console.log(
      `carried over 10 frames: vertices ${meanOf(off.flat()).toFixed(2)} px off on average, ${meanOf(off[9]).toFixed(2)} px in the tenth, ${Math.max(...off.flat()).toFixed(2)} px at most`,
    );
    expect(meanOf(off.flat())).toBeLessThan(1.5);
    expect(await studio.call('bulk.undo', {})).toMatchObject({ images: 10, left: [] });
    expect((await labelsOf(images[5])).labels).toEqual([]);
  });

  it('go back as well, end at a cut, and leave alone what a person has labelled and what is accepted since', async () => {
    const there = await studio.call('bulk.carry', { from: images[0], steps: 11 });
    expect(there.images).toBe(11);
    const { revision, labels } = await labelsOf(images[4]);
    const seen: ImageLabel = { ...labels[0], source: 'drawn' };
    await studio.call('labels.edit', { image: images[4], revision, edits: [{ kind: 'replace', label: seen }] });
    const further = await studio.call('bulk.carry', { from: images[4], steps: 9 });
    expect(further.images).toBe(7);
    expect(further.what).toMatch(
      new RegExp(`^Labels carried on into 7 images; no further, for ${images[12]} shows something else$`),
    );
    expect(await studio.call('bulk.carry', { from: images[4], steps: -4 })).toMatchObject({ images: 3 });
    expect((await labelsOf(images[0])).labels).toMatchObject([{ id: 'a', source: 'drawn' }]);
    await studio.call('bulk.undo', {});
    await studio.call('bulk.undo', {});
    expect(await studio.call('bulk.undo', { id: there.id! })).toMatchObject({ images: 10, left: [images[4]] });
    await expect(studio.call('bulk.carry', { from: images[6], steps: 1 })).rejects.toThrow(/has no labels/);
  });
});

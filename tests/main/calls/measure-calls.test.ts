import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeGray } from '../../../src/main/images/png.ts';
import type { InspectionId } from '../../../src/shared/contract-inspections.ts';
import { measurementsDocumentSchema } from '../../../src/shared/measure/measurements-document.ts';
import { crackPhantom } from '../../helpers/crack-phantom.ts';
import { crackedGround, writeCrackVideo } from '../../helpers/crack-video.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { studio as command } from '../../helpers/studio.ts';
import { startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';

const lines = {
  kind: 'lines' as const,
  lines: [
    { from: [0, 0] as [number, number], to: [100, 0] as [number, number], mm: 49 },
    { from: [0, 9] as [number, number], to: [100, 9] as [number, number], mm: 51 },
  ],
};
const wall = { kind: 'video', video: 'wall.mp4' } as const;
let studio: TestStudio;
let folder: string;
let id: InspectionId;
beforeAll(async () => {
  studio = startTestStudio();
  folder = join(temporaryFolder(), 'project');
  await studio.call('project.create', { folder, name: 'Line 3' });
  for (const each of ['dl_models/tiny', 'videos', 'data/dl_train/images', 'data/dl_train/masks'])
    mkdirSync(join(folder, each), { recursive: true });
  await writeTinyModel(join(folder, 'dl_models/tiny/model.onnx'), { darkness: 0.3, metadata: { input_size: '256' } });
  const crack = [
    [170, 200],
    [230, 330],
  ] as const;
  const views = Array.from({ length: 4 }, (_, i) => ({ x: 200 + 2 * i, y: 260, turn: 0, zoom: 1 }));
  await writeCrackVideo(join(folder, 'videos/wall.mp4'), crackedGround(5, [crack]), views);
  id = await studio.call('inspections.start', {
    ...{ model: { kind: 'run', run: 'tiny' }, video: join(folder, 'videos/wall.mp4') },
    ...{ mode: 'tile', every: { frames: 1 }, device: 'cpu' },
  });
});
afterAll(() => studio.close());

describe('the scale of a video', () => {
  it('is none before somebody sets it', async () => {
    expect(await studio.call('scale.read', { picture: wall })).toEqual({
      scale: null,
      owner: { kind: 'video', video: 'wall.mp4' },
    });
  });

  it('is kept with who and when, and holds for what was cut out of the video, in the px of the crop', async () => {
    const { scale } = await studio.call('scale.save', { picture: wall, source: lines });
    expect(scale).toEqual({ source: lines, by: expect.stringMatching(/./), at: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(JSON.parse(readFileSync(join(folder, 'scales.json'), 'utf8')).videos['wall.mp4']).toEqual(scale);
    const { video } = await studio.call('video.open', { path: join(folder, 'videos/wall.mp4') });
    await studio.call('video.index', { video });
    const options = { tag: 'unk', maskOutside: false, blur: true, addToTraining: true };
    const roi: [number, number][] = [
      [60, 50],
      [200, 50],
      [200, 150],
    ];
    await studio.call('sample.collect', { video, count: 1, roi, options });
    const [image] = readdirSync(join(folder, 'data/dl_train/images'));
    const cropped = await studio.call('scale.read', { picture: { kind: 'image', image } });
    expect(cropped.owner).toEqual({ kind: 'video', video: 'wall.mp4' });
    expect(cropped.scale?.source).toMatchObject({ lines: [{ from: [-50, -40], to: [50, -40] }, {}] });
    const again = { picture: { kind: 'image', image } as const, source: cropped.scale?.source ?? null };
    await studio.call('scale.save', again);
    expect((await studio.call('scale.read', { picture: wall })).scale?.source).toEqual(lines);
  });

  it('that is none is refused, and a damaged file is never written over', async () => {
    const flat = { kind: 'lines' as const, lines: [{ ...lines.lines[0], to: [0, 0] as [number, number] }] };
    await expect(studio.call('scale.save', { picture: wall, source: flat })).rejects.toThrow(
      'This scale cannot be used: A line of the scale has no length in the picture.',
    );
    const kept = readFileSync(join(folder, 'scales.json'), 'utf8');
    writeFileSync(join(folder, 'scales.json'), '{');
    await expect(studio.call('scale.save', { picture: wall, source: null })).rejects.toThrow(/scales\.json is damaged/);
    expect(readFileSync(join(folder, 'scales.json'), 'utf8')).toBe('{');
    writeFileSync(join(folder, 'scales.json'), kept);
  });
});

describe('the cracks of an inspection', () => {
  it('are measured in the frames of their peaks by the scale of the video, which is kept beside them', async () => {
    const { measurements, fromPicture } = await studio.call('measure.inspection', id);
    expect(fromPicture).toBe(true);
    expect(measurements).toEqual([
      expect.objectContaining({ image: 'wall.mp4', crack: 1, time: expect.any(String), width_source: 'gray' }),
    ]);
    const [{ length_px, length_mm = 0, length_mm_sd = 0, width_mean_px }] = measurements;
    expect(length_mm / length_px).toBeCloseTo(0.5, 3);
    expect(length_mm_sd / length_mm).toBeGreaterThan(0.014);
    // Drawn from discs 5 px wide.
    expect(Math.abs(width_mean_px - 5.2)).toBeLessThan(0.8);
    const kept = JSON.parse(readFileSync(join(folder, 'inspections', id.video, id.time, 'measurements.json'), 'utf8'));
    expect(measurementsDocumentSchema.parse(kept)).toMatchObject({ unit: 'mm', scale: lines, measurements });
  });

  it('are measured from their masks where the video is gone, and anew when the scale is another', async () => {
    await studio.call('scale.save', { picture: wall, source: null });
    rmSync(join(folder, 'videos/wall.mp4'));
    const { measurements, fromPicture } = await studio.call('measure.inspection', id);
    expect([fromPicture, measurements[0].width_source, measurements[0].length_mm]).toEqual([false, 'mask', undefined]);
  });

  it('are measured by the command, which finds the project around them', async () => {
    await studio.call('scale.save', { picture: wall, source: lines });
    const path = join(folder, 'inspections', id.video, id.time);
    const { stdout, stderr } = await command(['--json', 'measure', path]);
    expect(stderr).toContain('1 cracks of wall.mp4 measured in mm, from the masks alone, for the video is not there');
    expect(JSON.parse(stdout).length_mm / JSON.parse(stdout).length_px).toBeCloseTo(0.5, 3);
  });
});

describe('the images of a project', () => {
  it('are measured where they have masks, each by its own scale; --keep keeps one', async () => {
    const { gray, mask } = crackPhantom({ width: 4, degrees: 30 });
    await writeGray(join(folder, 'data/dl_train/images/photo.png'), gray);
    await writeGray(join(folder, 'data/dl_train/masks/photo.png'), mask);
    await studio.call('project.close', {});
    const out = join(folder, 'measured');
    const inPx = await command(['--json', 'measure', folder, '--out', out]);
    expect(inPx.stderr).toContain('1 cracks of 1 images measured in px, for no scale is given');
    await command(['measure', folder, '--out', out, '--scale', '0.2', '--keep', 'images']);
    const { stdout } = await command(['--json', 'measure', folder, '--out', out]);
    expect(JSON.parse(stdout)).toMatchObject({ image: 'photo.png', length_mm: expect.closeTo(20, 0) });
    const document = measurementsDocumentSchema.parse(JSON.parse(readFileSync(join(out, 'measurements.json'), 'utf8')));
    expect(document).toMatchObject({ scale: null, scales: { images: { source: { mmPerPx: 0.2 } } }, unit: 'mm' });
  });
});

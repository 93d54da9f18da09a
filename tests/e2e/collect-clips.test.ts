import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { theFfmpeg } from '../../src/main/media/ffmpeg-path.ts';
import { openFrameIndex } from '../../src/main/media/frame-index.ts';
import { createProject } from '../../src/main/project/project-file.ts';
import { nearestFrame } from '../../src/renderer/app/frame-times.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

/** Frame n is gray of luminance 20 + 3n, so that any picture of it says which one it is. */
const SOURCE = ['-f', 'lavfi', '-i', "color=gray:s=320x240:r=25:d=2.4,geq=lum='20+3*N':cb=128:cr=128"];
const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '20', '-bf', '3', '-pix_fmt', 'yuv420p'];
const EVEN = ['-color_range', 'tv', '-colorspace', 'bt709'];

describe.skipIf(!chromiumPath)('frames as Chromium plays them', () => {
  const folder = temporaryFolder();
  const clip = (name: string) => join(folder, name);
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    const { path } = await theFfmpeg();
    const make = (args: readonly string[], name: string) => execa(path, ['-v', 'error', '-y', ...args, clip(name)]);
    await make([...SOURCE, ...H264, ...EVEN], 'plain.mp4');
    await make(['-itsoffset', '3.5', '-i', clip('plain.mp4'), '-c', 'copy'], 'late.mkv');
    await make([...SOURCE, '-vf', 'select=not(mod(n\\,7))+lt(n\\,20)', '-vsync', '0', ...H264, ...EVEN], 'varies.mp4');
    await make([...SOURCE, '-c:v', 'mpeg2video', '-q:v', '2', '-bf', '2', ...EVEN], 'old.mpg');
    const project = join(folder, 'project');
    await createProject(project, 'Clips');
    studio = await startStudioPage({ project });
    page = studio.page;
    await page.getByRole('navigation', { name: 'Stages' }).getByText('Collect').click();
  });

  afterAll(async () => {
    await studio?.close();
    await rm(folder, { recursive: true, force: true });
  });

  // The player's clock begins with the file's first timestamp; old.mpg plays through a proxy, which begins at 0.
  it.each([
    ['plain.mp4', 0],
    ['late.mkv', 3500],
    ['varies.mp4', 0],
    ['old.mpg', 0],
  ])('every picture of %s is the frame it is taken for', async (name, offsetMs) => {
    const { timesMs, info } = await openFrameIndex(clip(name));
    const back = page.getByRole('button', { name: 'Other videos' });
    if (await back.isVisible()) await back.click();
    await page.getByLabel('Path of the video').fill(clip(name));
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.locator('video').waitFor();
    await page.getByAltText('Frame 0').waitFor();
    await page.waitForTimeout(300);
    const watching = page.evaluate<{ mediaMs: number; gray: number }[]>(WATCH);
    await page.keyboard.press('Space');
    const pictures = await watching;
    expect(pictures.length).toBeGreaterThan(3);
    const errors = pictures.map(({ mediaMs, gray }) => {
      const frame = nearestFrame({ timesMs, offsetMs }, mediaMs);
      // Luminance 16 to 235 is shown as 0 to 255; the clips have 25 frames a second.
      const number = Math.round(((gray * 219) / 255 + 16 - 20) / 3);
      return Math.round(timesMs[frame]! - timesMs[0]! - number * 40);
    });
    // On a busy machine the next picture may be there before the callback is: the middle one tells.
    expect(errors.toSorted((a, b) => a - b)[Math.floor(errors.length / 2)]).toBe(0);
    // At the end it stands on the last frame.
    const last = `Frame ${info.frames - 1}`;
    await expect.poll(() => page.getByTestId('frame').innerText()).toContain(`${last} `);
    await page.getByAltText(last).waitFor();
  });

  it('writes no error to the console', () => {
    expect(studio.problems).toEqual([]);
  });
});

/** Runs in the page: media time and gray of every picture that appears until the player stands. */
const WATCH = `new Promise(resolve => {
  const video = document.querySelector('video');
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const pictures = [];
  video.requestVideoFrameCallback(function next(now, { mediaTime }) {
    canvas.drawImage(video, 0, 0, 1, 1);
    pictures.push({ mediaMs: mediaTime * 1000, gray: canvas.getImageData(0, 0, 1, 1).data[0] });
    video.requestVideoFrameCallback(next);
  });
  video.addEventListener('pause', () => resolve(pictures), { once: true });
})`;

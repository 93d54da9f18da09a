import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { theFfmpeg } from '../src/main/media/ffmpeg-path.ts';
import { createProject } from '../src/main/project/project-file.ts';
import { Random } from '../src/shared/random.ts';
import type { StudioPage } from '../tests/e2e/studio-page.ts';
import { median, report, round, spread } from './report.ts';
import { goTo, inFolder, inStudio } from './studio.ts';

/** What the window promises between the key and the answer, ms. */
const BUDGET_MS = 150;
const SECONDS = 20;

/**
 * `npm run bench -- save [--saves 20]`: frames of a 1080p H.264 video (B-frames, a key frame every 250) saved with `s` at
 * random places while it stands. ms from the key to the answer, when the request is on disk and survives a crash, and to
 * the last of the sample's files; beside it ffmpeg alone, seeking to the same time and writing one PNG, in turn.
 */
export async function benchSave(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { saves: { type: 'string', default: '20' } } });
  await inFolder(async folder => {
    const project = join(folder, 'project');
    const video = join(folder, 'clip.mp4');
    await createProject(project, 'Save');
    await makeClip(video);
    await inStudio(project, async studio => {
      await openVideo(studio, video);
      const random = new Random(1);
      const all: { answered: number; written: number; ffmpeg: number }[] = [];
      for (let i = 0; i < Number(values.saves); i++) {
        const saved = await saveAt(studio, project, random.uniform(0.02, 0.98));
        all.push({ ...saved, ffmpeg: await ffmpegAt(video, random.uniform(0, SECONDS - 1), folder) });
      }
      const written = all.map(each => each.written);
      report({
        ...{ bench: 'save', saves: all.length, budget_ms: BUDGET_MS },
        answered_ms: spread(
          all.map(each => each.answered),
          0,
        ),
        on_disk_ms: spread(written, 0),
        ffmpeg_ms: spread(
          all.map(each => each.ffmpeg),
          0,
        ),
        on_disk_to_ffmpeg: round(median(written) / median(all.map(each => each.ffmpeg)), 2),
      });
    });
  });
}

async function makeClip(video: string): Promise<void> {
  const source = ['-f', 'lavfi', '-i', `testsrc2=s=1920x1080:r=30:d=${SECONDS}`];
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '250', '-bf', '3', '-pix_fmt', 'yuv420p'];
  await execa((await theFfmpeg()).path, ['-v', 'error', '-y', ...source, ...codec, video]);
}

async function openVideo(studio: StudioPage, video: string): Promise<void> {
  const { page } = studio;
  await goTo(studio, 'Collect');
  await page.getByLabel('Path of the video').fill(video);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByAltText('Frame 0', { exact: true }).waitFor({ timeout: 120_000 });
}

/** Goes to a place of the timeline, waits until its frame is shown, and presses `s`. */
async function saveAt({ page }: StudioPage, project: string, share: number) {
  const line = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!;
  await page.mouse.click(line.x + share * line.width, line.y + line.height / 2);
  await page.waitForTimeout(300);
  const frame = /Frame (\d+)/.exec(await page.getByTestId('frame').innerText())?.[1];
  await page.getByAltText(`Frame ${frame}`, { exact: true }).waitFor();
  const folder = join(project, 'data/dl_train/images');
  const count = () => (existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.png')).length : 0);
  const before = count();
  const begun = performance.now();
  const answer = page.waitForResponse(response => response.url().endsWith('/api/sample.save'));
  await page.keyboard.press('s');
  await answer;
  const answered = performance.now() - begun;
  // The training image is written last.
  while (count() === before) await sleep(2);
  return { answered, written: performance.now() - begun };
}

async function ffmpegAt(video: string, second: number, folder: string): Promise<number> {
  const begun = performance.now();
  const args = ['-v', 'error', '-y', '-ss', second.toFixed(3), '-i', video, '-frames:v', '1', join(folder, 'peer.png')];
  await execa((await theFfmpeg()).path, args);
  return performance.now() - begun;
}

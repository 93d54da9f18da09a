import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import type { Page } from 'playwright-core';
import { theFfmpeg } from '../src/main/media/ffmpeg-path.ts';
import { createProject } from '../src/main/project/project-file.ts';
import { Random } from '../src/shared/random.ts';
import type { StudioPage } from '../tests/e2e/studio-page.ts';
import { median, report, round, spread } from './report.ts';
import { goTo, inFolder, inStudio } from './studio.ts';

/** What the window promises between the key and the answer, ms. */
const BUDGET_MS = 150;
const SECONDS = 20;

/** ms from the key. */
interface Saved {
  /** To the page's request: the rest of the answer is the studio's. */
  readonly asked: number;
  readonly answered: number;
  readonly written: number;
}

/**
 * `npm run bench -- save [--saves 20] [--every 1000]`: frames of a 1080p H.264 video (B-frames, a key frame every 250)
 * saved with `s`: at random places while it stands, beside ffmpeg alone seeking and writing one PNG, in turn; then while it
 * plays, `every` ms or, if that is later, as soon as the last is written, with what the player showed beside what it shows
 * when nobody saves. ms from the key to the answer, when the request is on disk and survives a crash, and to the last of the
 * sample's files.
 */
export async function benchSave(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { saves: { type: 'string', default: '20' }, every: { type: 'string', default: '1000' } },
  });
  await inFolder(async folder => {
    const project = join(folder, 'project');
    const video = join(folder, 'clip.mp4');
    await createProject(project, 'Save');
    await makeClip(video);
    await inStudio(project, async studio => {
      await openVideo(studio, video);
      await saveStanding(studio, project, video, Number(values.saves));
      await savePlaying(studio, project, Number(values.saves), Number(values.every));
    });
  });
}

async function saveStanding(studio: StudioPage, project: string, video: string, saves: number): Promise<void> {
  const random = new Random(1);
  const all: Saved[] = [];
  const ffmpeg: number[] = [];
  for (let i = 0; i < saves; i++) {
    await goToPlace(studio.page, random.uniform(0.02, 0.98));
    all.push(...(await save(studio.page, project)));
    ffmpeg.push(await ffmpegAt(video, random.uniform(0, SECONDS - 1), dirname(video)));
  }
  const ratio = round(median(all.map(each => each.written)) / median(ffmpeg), 2);
  report({
    ...{ bench: 'save', while: 'standing', ...timesOf(all) },
    ...{ ffmpeg_ms: spread(ffmpeg, 0), on_disk_to_ffmpeg: ratio },
  });
}

/** Plays the video again and again until so many frames are saved. */
async function savePlaying(studio: StudioPage, project: string, saves: number, every: number): Promise<void> {
  const untouched = await play(studio, () => sleep((SECONDS - 2) * 1000));
  const all: Saved[] = [];
  const gaps: number[] = [];
  while (all.length < saves) {
    const played = await play(studio, async () => {
      const end = performance.now() + (SECONDS - 3) * 1000;
      while (performance.now() < end && all.length < saves) {
        const next = sleep(every);
        all.push(...(await save(studio.page, project)));
        await next;
      }
    });
    gaps.push(...played);
  }
  const player = { player: shownOf(gaps), player_without_saving: shownOf(untouched) };
  report({ bench: 'save', while: 'playing', every_ms: every, ...timesOf(all), ...player });
}

function shownOf(gaps: readonly number[]) {
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
  return { frames_a_second: round(gaps.length / seconds, 1), gap_ms: spread(gaps, 0) };
}

function timesOf(all: readonly Saved[]) {
  const [asked, answered] = [all.map(each => each.asked), all.map(each => each.answered)];
  const written = all.map(each => each.written);
  return {
    saves: all.length,
    budget_ms: BUDGET_MS,
    asked_ms: spread(asked, 0),
    answered_ms: spread(answered, 0),
    on_disk_ms: spread(written, 0),
  };
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
  // The frames are counted behind the first picture.
  await page.getByText(/ fps · \d+ frames · /).waitFor({ timeout: 120_000 });
  await page.getByAltText('Frame 0', { exact: true }).waitFor({ timeout: 120_000 });
}

/** Goes to a place of the timeline and waits until its exact frame is shown. */
async function goToPlace(page: Page, share: number): Promise<void> {
  const line = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!;
  await page.mouse.click(line.x + share * line.width, line.y + line.height / 2);
  // What lies under the pointer would be shown, too.
  await page.mouse.move(600, 300);
  await page.waitForTimeout(300);
  const frame = /Frame (\d+)/.exec(await page.getByTestId('frame').innerText())?.[1];
  await page.getByAltText(`Frame ${frame}`, { exact: true }).waitFor();
}

/** Presses `s`; nothing when that frame is saved already. */
async function save(page: Page, project: string): Promise<Saved[]> {
  const folder = join(project, 'data/dl_train/images');
  const count = () => (existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.png')).length : 0);
  const before = count();
  const begun = performance.now();
  await page.evaluate(LISTEN);
  await page.keyboard.press('s');
  const [asked, answered] = await page.evaluate<[number, number]>('window.answered');
  if (answered < 0) return [];
  // The training image is written last.
  while (count() === before) {
    if (performance.now() - begun > 60_000) throw new Error('A frame was not saved within a minute.');
    await sleep(2);
  }
  return [{ asked, answered, written: performance.now() - begun }];
}

/** `answered`: ms from the next key to the call that it makes and to its answer; -1 when it makes none. */
const LISTEN = `window.answered = new Promise(done => {
  const ask = window.fetch;
  const end = (asked, answered) => {
    window.fetch = ask;
    done([asked, answered]);
  };
  addEventListener('keydown', ({ timeStamp }) => {
    const none = setTimeout(end, 500, -1, -1);
    window.fetch = (...args) => {
      const since = () => performance.now() - timeStamp;
      const asked = since();
      const reply = ask(...args);
      if (args[0] !== '/api/sample.save') return reply;
      clearTimeout(none);
      reply.then(() => end(asked, since()));
      return reply;
    };
  }, { capture: true, once: true });
}), null`;

/** Plays from the beginning while `act` runs; gives the time between each two frames that came to the screen, ms. */
async function play({ page }: StudioPage, act: () => Promise<void>): Promise<number[]> {
  await page.keyboard.press('Home');
  await page.getByAltText('Frame 0', { exact: true }).waitFor();
  await page.evaluate(WATCH);
  await page.keyboard.press(' ');
  await act();
  await page.keyboard.press('k');
  return page.evaluate<number[]>('window.watched()');
}

/** Notes when each frame of the video is shown; `watched` tells and ends it. */
const WATCH = `(() => {
  const video = document.querySelector('video');
  const shown = [];
  let handle = video.requestVideoFrameCallback(function next(now) {
    if (!video.paused) shown.push(now);
    handle = video.requestVideoFrameCallback(next);
  });
  window.watched = () => {
    video.cancelVideoFrameCallback(handle);
    return shown.slice(1).map((time, i) => time - shown[i]);
  };
})()`;

async function ffmpegAt(video: string, second: number, folder: string): Promise<number> {
  const begun = performance.now();
  const args = ['-v', 'error', '-y', '-ss', second.toFixed(3), '-i', video, '-frames:v', '1', join(folder, 'peer.png')];
  await execa((await theFfmpeg()).path, args);
  return performance.now() - begun;
}

import { isAbsolute, join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import type { Publish } from '../../shared/emitter.ts';
import { StudioError, usageError } from '../../shared/errors.ts';
import { CollectedSamples, restoreSample } from '../collect/collected.ts';
import { SaveQueue, type SaveSource } from '../collect/save-queue.ts';
import { listVideos, rememberVideo, roiOf, withRoi } from '../collect/video-list.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { Serial } from '../files/serial.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { openFrameIndex } from '../media/frame-index.ts';
import type { OpenVideos } from '../media/open-videos.ts';
import { playable } from '../media/playable.ts';
import { damageNote } from '../media/probe.ts';
import { makeProxy } from '../media/proxy.ts';
import { cacheFolder } from '../settings.ts';

export interface CollectCallsOptions {
  readonly openedFiles: OpenedFiles;
  readonly publish: Publish;
  readonly closing: AbortSignal;
  readonly jobs: Jobs;
  readonly videos: OpenVideos;
  /** The calls of the project that is open. */
  readonly project: Pick<Handlers, 'project.current' | 'project.update'>;
  /** For proxies and indexes. Default: the user's cache. */
  readonly cache?: string | undefined;
}

type CollectCalls = Pick<Handlers, Extract<keyof Handlers, `video.${string}` | `roi.${string}` | `sample.${string}`>>;

/** The calls of the Collect stage. */
export function createCollectCalls(options: CollectCallsOptions): CollectCalls {
  const { openedFiles, publish, closing, jobs, videos, cache = cacheFolder } = options;
  const settingsTurns = new Serial();
  const saves = new SaveQueue({
    frames: videos.frames,
    signal: closing,
    onSaved: ({ save, video, frame }, sample, problem) =>
      publish('sample.saved', { save, video, frame, sample, problem }),
  });

  async function theProject() {
    const { open } = await options.project['project.current']({});
    if (!open) throw usageError('No project is open: open or create one first.');
    return open;
  }

  async function writable() {
    const open = await theProject();
    if (open.readOnly) throw new StudioError(open.readOnly);
    return open;
  }

  async function source(video: string): Promise<SaveSource> {
    const { folder } = await theProject();
    const { stem, index } = videos.get(video);
    return { project: folder, video, stem, index };
  }

  async function samples(video: string): Promise<CollectedSamples> {
    return new CollectedSamples((await theProject()).folder, videos.get(video).stem);
  }

  /** Changes the settings as they are when its turn comes. Without effect on a project that is read-only. */
  function changeSettings(change: (open: Awaited<ReturnType<typeof theProject>>) => object): Promise<void> {
    return settingsTurns.run(async () => {
      const open = await theProject();
      if (open.readOnly) return;
      await options.project['project.update']({ settings: { ...open.project.settings, ...change(open) } });
    });
  }

  return {
    'video.open': ({ path, job }) =>
      jobs.run(job, async ({ signal, progress }) => {
        if (!isAbsolute(path) || path.includes('\0')) {
          throw usageError(`${JSON.stringify(path.slice(0, 200))} is not the full path of a video.`);
        }
        await theProject();
        progress(0, 0, 'Reading the frames');
        const onProgress = atMost10TimesASecond(count => progress(count, 0, `Reading the frames: ${count} so far`));
        const index = await openFrameIndex(path, { signal, onProgress, cache: join(cache, 'frame-index') });
        const video = videos.add(index);
        const { name } = videos.get(video);
        await changeSettings(open => rememberVideo(open, path));
        await saves.resume(await source(video));
        const { project } = await theProject();
        return {
          ...{ video, name, info: index.info, timesMs: index.timesMs },
          url: openedFiles.open(`video-${video}`, path),
          playable: playable(index.info),
          roi: roiOf(project, name),
          notice: damageNote(index.info) ?? null,
        };
      }),
    'video.list': async () => ({ videos: await listVideos(await theProject()) }),
    'video.proxy': ({ video, job }) =>
      jobs.run(job, async ({ signal, progress }) => {
        const { info } = videos.get(video).index;
        const file = join(cache, 'proxies', `${video}.mp4`);
        const onProgress = (doneMs: number) => progress(doneMs, info.durationMs, 'Making a preview that plays here');
        await makeProxy(info, file, { signal, onProgress });
        return { url: openedFiles.open(`proxy-${video}`, file) };
      }),
    'video.frame': async ({ video, frame }) => ({ url: await videos.pictureUrl(video, frame) }),
    'roi.save': async ({ video, roi }) => {
      await writable();
      const { name } = videos.get(video);
      await changeSettings(({ project }) => withRoi(project, name, roi));
      return {};
    },
    'sample.save': async ({ video, frame, roi, options: sampleOptions }) => {
      await writable();
      const { info } = videos.get(video).index;
      if (frame >= info.frames) throw usageError(`Frame ${frame} is not in ${info.path}: it has ${info.frames}.`);
      return { save: await saves.add(await source(video), { frame, roi, options: sampleOptions }) };
    },
    'sample.list': async ({ video }) => ({
      samples: await (await samples(video)).list(videos.get(video).index.info.size),
    }),
    'sample.addToTraining': async ({ video, bases }) => {
      await writable();
      const collected = await samples(video);
      let added = 0;
      for (const base of bases) if (await collected.addToTraining(base)) added++;
      return { added };
    },
    'sample.delete': async ({ video, base }) => {
      await writable();
      return (await samples(video)).delete(base);
    },
    'sample.restore': async ({ undo }) => {
      await restoreSample((await writable()).folder, undo);
      return {};
    },
  };
}

function atMost10TimesASecond(report: (count: number) => void): (count: number) => void {
  let last = 0;
  return count => {
    if (Date.now() - last < 100) return;
    last = Date.now();
    report(count);
  };
}

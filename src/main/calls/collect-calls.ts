import type { Handlers } from '../../shared/contract.ts';
import type { Collecting } from '../collect/collecting.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { OpenVideos } from '../media/open-videos.ts';

export interface CollectCallsOptions {
  readonly collecting: Collecting;
  readonly videos: OpenVideos;
  readonly jobs: Jobs;
}

type CollectCalls = Pick<Handlers, Extract<keyof Handlers, `video.${string}` | `roi.${string}` | `sample.${string}`>>;

/** The calls of the Collect stage. */
export function createCollectCalls({ collecting, videos, jobs }: CollectCallsOptions): CollectCalls {
  return {
    'video.open': ({ path, form, job }, signal) =>
      jobs.run(job, context => collecting.openVideo(path, form, context), signal),
    'video.index': ({ video, job }, signal) => jobs.run(job, context => collecting.indexVideo(video, context), signal),
    'video.list': async () => ({ videos: await collecting.listVideos() }),
    'video.proxy': ({ video, job }, signal) =>
      jobs.run(job, async context => ({ url: await collecting.makeProxy(video, context) }), signal),
    'video.frame': ({ video, frame, job }, signal) =>
      jobs.run(job, async context => ({ url: await videos.pictureUrl(video, frame, context.signal) }), signal),
    'roi.save': async ({ video, roi }) => {
      await collecting.saveRoi(video, roi);
      return {};
    },
    'sample.save': async input => ({ save: await collecting.saveSample(input) }),
    'sample.collect': ({ job, ...choices }) =>
      jobs.run(job, async context => ({ saved: await collecting.collect(choices, context) })),
    'sample.list': async ({ video }) => ({ samples: await collecting.listSamples(video) }),
    'sample.addToTraining': async ({ video, bases }) => ({ added: await collecting.addToTraining(video, bases) }),
    'sample.delete': ({ video, base }) => collecting.deleteSample(video, base),
    'sample.restore': async ({ undo }) => {
      await collecting.restoreSample(undo);
      return {};
    },
  };
}

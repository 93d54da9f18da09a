import packageJson from '../../../package.json' with { type: 'json' };
import type { Handlers } from '../../shared/contract.ts';
import type { Publish } from '../../shared/emitter.ts';
import { oneLine } from '../../shared/errors.ts';
import { Collecting } from '../collect/collecting.ts';
import { ProjectDataset } from '../dataset/project-dataset.ts';
import type { Dialogs } from '../dialogs.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { ProjectHealth } from '../health/project-health.ts';
import { Inspector } from '../inspection/inspector.ts';
import { ProjectInterchange } from '../interchange/project-interchange.ts';
import { createJobs } from '../jobs/jobs.ts';
import { rememberDevice } from '../jobs/remembered-device.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { findFfmpeg } from '../media/ffmpeg-path.ts';
import { OpenVideos } from '../media/open-videos.ts';
import { ProjectHolder } from '../project/project-holder.ts';
import { SAMPLE_FOLDER } from '../project/shipped-sample.ts';
import { ProjectRuns } from '../training/project-runs.ts';
import { ProjectTrainings } from '../training/project-trainings.ts';
import { createCollectCalls } from './collect-calls.ts';
import { createDatasetCalls } from './dataset-calls.ts';
import { createInspectCalls } from './inspect-calls.ts';
import { createInterchangeCalls } from './interchange-calls.ts';
import { createProjectCalls } from './project-calls.ts';
import { createTrainingCalls } from './training-calls.ts';

/** What services need of the shell that carries them. */
export interface Surroundings {
  spawnWorker: SpawnWorker;
  publish: Publish;
  dialogs: Dialogs;
  /** What the page may read by URL: services open the project's folder and the chosen video in it. */
  openedFiles: OpenedFiles;
  /** Aborted when the studio closes: every job ends. */
  closing: AbortSignal;
  /** The list of recent projects. Default: the user's. */
  recentFile?: string;
  /** For frames, proxies and indexes of videos. Default: the user's. */
  cache?: string;
}

/** All services behind the contract, whichever shell carries them: the table of contents of the studio. */
export function createServices(surroundings: Surroundings): Handlers {
  const { spawnWorker, publish, dialogs, closing, recentFile } = surroundings;
  const jobs = createJobs(publish, closing);
  const project = new ProjectHolder(surroundings);
  const device = rememberDevice(spawnWorker);
  const videos = new OpenVideos(surroundings);
  const collecting = new Collecting({ ...surroundings, project, videos });
  const dataset = new ProjectDataset(project);
  const health = new ProjectHealth(project, spawnWorker);
  const trainings = new ProjectTrainings({ ...surroundings, project, dataset, device });
  const runs = new ProjectRuns({ project, trainings, spawnWorker });
  const inspector = new Inspector({ ...surroundings, project, videos });
  return {
    'machine.describe': async () => ({ version: packageJson.version, ffmpeg: await describeFfmpeg() }),
    'devices.choose': ({ job }) =>
      jobs.run(job, async context => {
        const { chosen, reason } = await device(context);
        return { chosen, reason };
      }),
    'job.cancel': async ({ job }) => ({ found: jobs.cancel(job) }),
    'dialog.openFile': async ({ kind }) => ({ path: await dialogs.openFile(kind) }),
    'dialog.openFiles': async ({ kind }) => ({ paths: await dialogs.openFiles(kind) }),
    'dialog.openFolder': async () => ({ path: await dialogs.openFolder() }),
    ...createProjectCalls({ project, recentFile, sampleFolder: SAMPLE_FOLDER }),
    ...createCollectCalls({ collecting, videos, jobs }),
    ...createDatasetCalls({ dataset, health, jobs }),
    ...createTrainingCalls({ trainings, runs, jobs }),
    ...createInspectCalls({ inspector, jobs }),
    ...createInterchangeCalls({ interchange: new ProjectInterchange(project), jobs }),
  };
}

async function describeFfmpeg() {
  try {
    return { found: true, path: (await findFfmpeg()).path } as const;
  } catch (error) {
    return { found: false, problem: oneLine(error) } as const;
  }
}

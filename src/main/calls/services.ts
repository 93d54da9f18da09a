import type { Handlers } from '../../shared/contract.ts';
import type { Publish } from '../../shared/emitter.ts';
import { Collecting } from '../collect/collecting.ts';
import { ProjectBulk } from '../dataset/bulk/project-bulk.ts';
import { ProjectDataset } from '../dataset/project-dataset.ts';
import type { Dialogs } from '../dialogs.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { ProjectHealth } from '../health/project-health.ts';
import { Inspector } from '../inspection/inspector.ts';
import { ProjectModels } from '../inspection/project-models.ts';
import { InspectionReview } from '../inspection/videos/inspection-review.ts';
import { ProjectInspections } from '../inspection/videos/project-inspections.ts';
import { ProjectInterchange } from '../interchange/project-interchange.ts';
import { createJobs } from '../jobs/jobs.ts';
import { rememberDevice } from '../jobs/remembered-device.ts';
import { rememberTensorflow } from '../jobs/tensorflow.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { ProjectMeasurements } from '../measure/project-measurements.ts';
import { ProjectScales } from '../measure/project-scales.ts';
import { OpenVideos } from '../media/open-videos.ts';
import { DEMO_FOLDER } from '../project/demo-data.ts';
import { ProjectHolder } from '../project/project-holder.ts';
import type { PrintPdf } from '../report/print-pdf.ts';
import { ProjectReports } from '../report/project-reports.ts';
import { ProjectRuns } from '../training/project-runs.ts';
import { ProjectTrainings } from '../training/project-trainings.ts';
import { createBulkCalls } from './bulk-calls.ts';
import { createCollectCalls } from './collect-calls.ts';
import { createDatasetCalls } from './dataset-calls.ts';
import { createInspectCalls } from './inspect-calls.ts';
import { createInspectionCalls } from './inspection-calls.ts';
import { createInterchangeCalls } from './interchange-calls.ts';
import { createLogCalls } from './log-calls.ts';
import { loggedCalls } from './logged-calls.ts';
import { createMachineCalls } from './machine-calls.ts';
import { createMeasureCalls } from './measure-calls.ts';
import { createModelCalls } from './model-calls.ts';
import { createProjectCalls } from './project-calls.ts';
import { createReportCalls } from './report-calls.ts';
import { createSettingsCalls } from './settings-calls.ts';
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
  /** Prints reports. Default: the Chromium of this machine. */
  printPdf?: PrintPdf;
  /** Default: the user's. */
  settingsFile?: string;
  /** Where the log lies, which only the shell's process begins. Default: the user's. */
  logFolder?: string;
  /** For frames, proxies and indexes of videos. Default: the user's. */
  cache?: string;
}

/** All services behind the contract, whichever shell carries them: the table of contents of the studio. */
export function createServices(surroundings: Surroundings): Handlers {
  const { spawnWorker, publish, dialogs, closing, recentFile } = surroundings;
  const jobs = createJobs(publish, closing);
  const project = new ProjectHolder(surroundings);
  const device = rememberDevice(spawnWorker);
  const tensorflow = rememberTensorflow(spawnWorker);
  const videos = new OpenVideos(surroundings);
  const collecting = new Collecting({ ...surroundings, project, videos });
  const dataset = new ProjectDataset(project);
  const health = new ProjectHealth(project, spawnWorker);
  const trainings = new ProjectTrainings({ ...surroundings, project, dataset, device, tensorflow });
  const runs = new ProjectRuns({ project, trainings, spawnWorker });
  const inspector = new Inspector({ ...surroundings, project, videos });
  return loggedCalls({
    'job.cancel': async ({ job }) => ({ found: jobs.cancel(job) }),
    'dialog.openFile': async ({ kind }) => ({ path: await dialogs.openFile(kind) }),
    'dialog.openFiles': async ({ kind }) => ({ paths: await dialogs.openFiles(kind) }),
    'dialog.openFolder': async () => ({ path: await dialogs.openFolder() }),
    ...createMachineCalls({ device, tensorflow, jobs }),
    ...createProjectCalls({ project, publish, recentFile, demoFolder: DEMO_FOLDER }),
    ...createCollectCalls({ collecting, videos, jobs }),
    ...createDatasetCalls({ dataset, health, jobs }),
    ...createBulkCalls({ bulk: new ProjectBulk(project, publish), jobs }),
    ...createTrainingCalls({ trainings, runs, jobs }),
    ...createInspectCalls({ inspector, jobs }),
    ...createInspectionCalls({
      inspections: new ProjectInspections({ ...surroundings, project }),
      review: new InspectionReview({ ...surroundings, project }),
      jobs,
    }),
    ...createMeasureCalls({
      scales: new ProjectScales(project),
      measurements: new ProjectMeasurements({ ...surroundings, project }),
      jobs,
    }),
    ...createReportCalls({ reports: new ProjectReports({ ...surroundings, project }), jobs }),
    ...createModelCalls({ models: new ProjectModels(project, spawnWorker), jobs, publish }),
    ...createInterchangeCalls({ interchange: new ProjectInterchange(project), jobs }),
    ...createLogCalls(surroundings),
    ...createSettingsCalls(surroundings),
  });
}

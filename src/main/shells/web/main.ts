import { resolve } from 'node:path';
import { createEmitter } from '../../../shared/emitter.ts';
import { usageError } from '../../../shared/errors.ts';
import { createServices } from '../../calls/services.ts';
import type { Dialogs } from '../../dialogs.ts';
import { createOpenedFiles } from '../../files/opened-files.ts';
import { forkWorker } from '../../jobs/worker-host.ts';
import { endTraining } from '../end-training.ts';
import { type RunningServer, startServer } from './server.ts';

export interface WebShellOptions {
  /** 0 takes any free port. */
  port: number;
  /** The folder of the built page. */
  rendererDir: string;
  /** The folder of a project to open at once. */
  project?: string | undefined;
  /** Told the address for another browser, each time that one was used. */
  onEntered?: ((next: string) => void) | undefined;
}

/** Starts the studio for a browser on this machine. Throws a StudioError when the project or the port cannot be had. */
export async function startWebShell({
  port,
  rendererDir,
  project,
  onEntered,
}: WebShellOptions): Promise<RunningServer> {
  const emitter = createEmitter();
  const openedFiles = createOpenedFiles();
  const closing = new AbortController();
  const handlers = createServices({
    spawnWorker: forkWorker,
    publish: emitter.publish,
    dialogs: noDialogs,
    openedFiles,
    closing: closing.signal,
  });
  const closeServices = async () => {
    await endTraining(handlers, emitter.subscribe);
    await handlers['project.close']({}).finally(() => closing.abort());
  };
  if (project !== undefined) await handlers['project.open']({ folder: resolve(project) });
  try {
    const server = await startServer({ port, handlers, emitter, site: { rendererDir, openedFiles }, onEntered });
    return {
      get url() {
        return server.url;
      },
      close: () => server.close().then(closeServices),
    };
  } catch (error) {
    await closeServices();
    throw error;
  }
}

/** A browser knows no paths of the machine that the studio runs on. */
const noDialogs: Dialogs = {
  openFile: noDialog,
  openFiles: noDialog,
  openFolder: noDialog,
};

async function noDialog(): Promise<never> {
  throw usageError('In the browser there is no dialog for files on the studio’s machine; enter the path instead.');
}

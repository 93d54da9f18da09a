import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createServices } from '../../src/main/calls/services.ts';
import { createOpenedFiles } from '../../src/main/files/opened-files.ts';
import { forkWorker } from '../../src/main/jobs/worker-host.ts';
import {
  answer,
  type CallName,
  contract,
  type EventData,
  type EventName,
  events,
  type Input,
  type Output,
  type StudioEvent,
} from '../../src/shared/contract.ts';
import { createEmitter } from '../../src/shared/emitter.ts';
import { temporaryFolder } from './pictures.ts';
import { makeTrainingFolder } from './training-folder.ts';

/** A studio without a window: calls and events go through the same checks as a window's. */
export function startTestStudio({ spawnWorker = forkWorker, logFolder = temporaryFolder() } = {}) {
  const closing = new AbortController();
  const emitter = createEmitter();
  const openedFiles = createOpenedFiles();
  const told: StudioEvent[] = [];
  emitter.subscribe(event => told.push({ ...event, data: events[event.name].parse(event.data) } as StudioEvent));
  const handlers = createServices({
    spawnWorker,
    publish: emitter.publish,
    dialogs: { openFile: async () => null, openFiles: async () => [], openFolder: async () => null },
    openedFiles,
    closing: closing.signal,
    recentFile: join(temporaryFolder(), 'recent.json'),
    cache: temporaryFolder(),
    logFolder,
    settingsFile: join(temporaryFolder(), 'settings.json'),
  });
  async function call<K extends CallName>(name: K, input: Input<K>): Promise<Output<K>> {
    const reply = await answer(handlers, name, input);
    if (!reply.ok) throw new Error(reply.error);
    return contract[name].output.parse(reply.output) as Output<K>;
  }
  /** The next event of a name. */
  const next = <K extends EventName>(name: K) =>
    new Promise<EventData<K>>(resolve => {
      const leave = emitter.subscribe(event => {
        if (event.name !== name) return;
        leave();
        resolve(event.data as EventData<K>);
      });
    });
  return { call, next, told, openedFiles, close: () => closing.abort() };
}

export type TestStudio = ReturnType<typeof startTestStudio>;

/** A project with tiny pictures that nobody has verified, all of which may train, dealt or not. Returns its folder. */
export async function makeTrainingProject(
  { call }: Pick<TestStudio, 'call'>,
  options = { size: 32 },
  { split = true } = {},
): Promise<string> {
  const folder = join(temporaryFolder(), 'project');
  const { project } = await call('project.create', { folder, name: 'Line 3' });
  await makeTrainingFolder(join(folder, 'data/dl_train'), options);
  if (!split) rmSync(join(folder, 'data/dl_train/splits'), { recursive: true });
  await call('project.update', { settings: { ...project.settings, trainUnverified: true } });
  return folder;
}

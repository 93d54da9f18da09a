import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { pageCalls, shownWindow, startApp } from '../../helpers/electron-app.ts';
import { StandInWindow, utilities } from '../../helpers/electron-stand-in.ts';
import { makeTrainingProject } from '../../helpers/test-studio.ts';

const { electron, asked } = await vi.hoisted(async () => {
  const { createElectron } = await import('../../helpers/electron-stand-in.ts');
  const { mkdtempSync } = await import('node:fs');
  const folder = mkdtempSync(`${process.env.TMPDIR ?? '/tmp'}/studio-test-`);
  process.env.XDG_CONFIG_HOME = folder;
  return createElectron(folder);
});
vi.mock('electron', () => electron);

const call = pageCalls(asked);
const config = trainingConfigSchema.parse({ size: 32, base: 2, batch: 4, epochs: 10_000, workers: 1, device: 'cpu' });

let window: StandInWindow;
let project: string;

beforeEach(async () => {
  window = await startApp(electron);
  project = await makeTrainingProject({ call });
});
afterEach(async () => {
  for (const child of utilities) child.kill('SIGCONT');
  electron.powerMonitor.emit('shutdown');
  await ended();
  Object.assign(asked, { order: [], notices: [] });
});

/** Starts a training; resolves when its first epoch is done, and with it the first checkpoint. */
async function train(change: Partial<typeof config> = {}): Promise<void> {
  await call('training.start', { config: { ...config, ...change } });
  await vi.waitFor(async () => expect((await training())?.epochs).not.toEqual([]), { timeout: 60_000, interval: 20 });
}

const training = async () => (await call('training.current', {})).training;
const ended = () => vi.waitFor(() => expect(asked.order).toContain('quit'), { timeout: 60_000, interval: 20 });

/** The question that is shown. */
async function question() {
  await vi.waitFor(() => expect(asked.questions).toHaveLength(1), 60_000);
  return asked.questions[0];
}

async function answer(button: string): Promise<void> {
  (await question()).press(button);
  await setImmediate();
  expect(asked.questions).toEqual([]);
}

async function keepWithoutWindow(): Promise<void> {
  StandInWindow.all[0].close();
  await answer('Keep training');
  await vi.waitFor(() => expect(StandInWindow.all).toEqual([]), 60_000);
}

function bestIsKept(): void {
  for (const name of ['unet_crack_best.pt', 'model.onnx']) {
    expect(existsSync(join(project, 'dl_models', name))).toBe(true);
  }
}

/** Whether a studio has the project: who leaves it empties its lock. */
function projectIsFree(): boolean {
  const locks = join(project, '.studio/lock');
  return readdirSync(locks).every(name => readFileSync(join(locks, name), 'utf8') === '');
}

describe('closing the window while a training runs', () => {
  it('asks first, once, and on Cancel nothing happens', async () => {
    await train();
    window.close();
    window.close();
    expect(await question()).toMatchObject({
      parent: window,
      message: 'A training is running.',
      detail: expect.stringMatching(/^It can go on without the window; opening the studio again shows it\./),
      buttons: ['Keep training', 'Stop and quit', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
    });
    await answer('Cancel');
    expect(StandInWindow.all).toEqual([window]);
    expect(await training()).toMatchObject({ phase: 'training' });
    window.close();
    expect((await question()).message).toBe('A training is running.');
  });

  it('leaves the training at work, which a second start or the Dock shows again', async () => {
    await train();
    for (const event of ['second-instance', 'activate']) {
      await keepWithoutWindow();
      const before = (await training())!;
      electron.app.emit(event);
      electron.app.emit(event);
      const again = await shownWindow();
      expect(StandInWindow.all).toEqual([again]);
      await vi.waitFor(() => expect(again.sent.map(({ data }) => data)).toContainEqual(aStep), 60_000);
      expect(await training()).toMatchObject({ phase: 'training', run: before.run });
      expect((await call('project.current', {})).open?.folder).toBe(project);
    }
    expect(asked.order).not.toContain('quit');
  });

  it('ends the app after the training, with a word from the system, when no window is opened again', async () => {
    await train({ epochs: 40 });
    // It goes on only after the window is gone.
    for (const worker of utilities) worker.kill('SIGSTOP');
    expect((await training())?.phase).toBe('training');
    await keepWithoutWindow();
    for (const worker of utilities) worker.kill('SIGCONT');
    await vi.waitFor(() => expect(asked.notices).toHaveLength(1), { timeout: 60_000 });
    expect(asked.notices[0]).toMatchObject({
      title: 'Training complete',
      body: expect.stringMatching(/^Best Dice 0\.\d{3}, in epoch \d+\.$/),
    });
    expect(asked.order).not.toContain('quit');
    asked.notices[0].emit('close');
    await ended();
    bestIsKept();
    expect(projectIsFree()).toBe(true);
    expect((await training())?.epochs).toHaveLength(40);
  });

  it('stops it when the user says so, keeps the best checkpoint and leaves no process', async () => {
    await train();
    window.close();
    await answer('Stop and quit');
    await ended();
    const { phase, error, run } = (await training())!;
    expect([phase, error]).toEqual(['stopped', null]);
    bestIsKept();
    // What it is resumed from.
    expect(existsSync(join(project, 'dl_models', run!, 'state.safetensors'))).toBe(true);
    expect(projectIsFree()).toBe(true);
    await vi.waitFor(() => expect(utilities.size).toBe(0), 60_000);
    expect(StandInWindow.all).toEqual([]);
    expect(asked.notices).toEqual([]);
  });

  it('asks while it is being prepared too; stopped then, it leaves no run', async () => {
    // The devices are timed first, which takes seconds: preparing must not end before the answer.
    await call('training.start', { config: { ...config, device: 'auto' } });
    window.close();
    expect((await question()).message).toBe('A training is about to begin.');
    await answer('Stop and quit');
    await ended();
    expect(await training()).toMatchObject({ phase: 'stopped', run: null, error: null });
    expect(projectIsFree()).toBe(true);
    expect(existsSync(join(project, 'dl_models')) ? readdirSync(join(project, 'dl_models')) : []).toEqual([]);
  });
});

describe('quitting while a training runs', () => {
  it('asks the same, and the window may go without the training', async () => {
    await train();
    electron.app.quit();
    await answer('Cancel');
    expect(StandInWindow.all).toEqual([window]);
    electron.app.quit();
    await answer('Keep training');
    await vi.waitFor(() => expect(StandInWindow.all).toEqual([]), 60_000);
    expect(asked.order).not.toContain('quit');
    // Without a window, as from the Dock: it comes back with the question.
    electron.app.quit();
    expect((await question()).parent).toBe(await shownWindow());
    await answer('Stop and quit');
    await ended();
    bestIsKept();
  });

  it('waits for no answer when the system shuts down: the question goes, the best checkpoint stays', async () => {
    await train();
    window.close();
    await question();
    electron.powerMonitor.emit('shutdown');
    await ended();
    expect(asked.questions).toEqual([]);
    expect(await training()).toMatchObject({ phase: 'stopped' });
    bestIsKept();
  });

  it.each([
    ['a signal', () => process.emit('SIGTERM')],
    ["the end of a Windows user's session", () => window.emit('session-end')],
    ["the menu's Quit", () => electron.app.quit()],
  ])('ends in order on %s without a training', async (_what, happen) => {
    happen();
    await ended();
    expect(StandInWindow.all).toEqual([]);
    expect(projectIsFree()).toBe(true);
  });
});

describe('a training that ends without a window', () => {
  it('because its process was killed, is told with the reason; a click on that shows the studio, which goes on', async () => {
    await train();
    await keepWithoutWindow();
    for (const worker of utilities) worker.kill('SIGKILL');
    await vi.waitFor(() => expect(asked.notices).toHaveLength(1), 60_000);
    expect(asked.notices[0]).toMatchObject({
      title: 'The training failed',
      body: expect.stringMatching(/^The training process was ended, most likely for want of memory: /),
    });
    asked.notices[0].emit('click');
    window = await shownWindow();
    expect(await training()).toMatchObject({ phase: 'failed', epochs: expect.arrayContaining([expect.anything()]) });
    await train();
    expect(asked.order).not.toContain('quit');
  });
});

const aStep = expect.objectContaining({ name: 'training.step' });

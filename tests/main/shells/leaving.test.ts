import { describe, expect, it } from 'vitest';
import { projectToOpen } from '../../../src/main/shells/electron/launch.ts';
import { answerOf, endNotice, leavingQuestion } from '../../../src/main/shells/electron/leaving.ts';
import { problemOf, StudioError } from '../../../src/shared/errors.ts';

describe('the question before the window goes', () => {
  it('is asked while a training would be lost', () => {
    expect(leavingQuestion({ phase: 'training' })).toEqual({
      message: 'A training is running.',
      detail:
        'It can go on without the window; opening the studio again shows it. If you stop, its best model is kept, and it can be resumed later.',
      buttons: ['Keep training', 'Stop and quit', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
    });
    expect(leavingQuestion({ phase: 'preparing' })).toMatchObject({
      message: 'A training is about to begin.',
      detail: expect.stringMatching(/ If you stop, it does not begin\.$/),
    });
  });

  it.each([null, 'stopping', 'done', 'stopped', 'failed'] as const)('is not asked otherwise: %s', phase => {
    expect(leavingQuestion(phase && { phase })).toBe(null);
  });

  it('is answered by its buttons; a box that went away means Cancel', () => {
    const { buttons, cancelId } = leavingQuestion({ phase: 'training' })!;
    expect(buttons.map((_button, i) => answerOf(i))).toEqual(['keep', 'stop', 'cancel']);
    expect([answerOf(cancelId), answerOf(-1), answerOf(9)]).toEqual(['cancel', 'cancel', 'cancel']);
  });
});

describe('the notice of a training that ended without a window', () => {
  const best = { epoch: 12, dice: 0.8567 };

  it('says how it ended', () => {
    expect(endNotice({ phase: 'done', best, error: null })).toEqual({
      title: 'Training complete',
      body: 'Best Dice 0.857, in epoch 12.',
    });
    expect(endNotice({ phase: 'stopped', best: null, error: null })).toEqual({
      title: 'The training was stopped',
      body: 'There is no model.',
    });
    expect(endNotice({ phase: 'failed', best, error: problemOf(new StudioError('The disk is full.')) })).toEqual({
      title: 'The training failed',
      body: 'The disk is full.',
    });
  });
});

describe("the desktop app's command line", () => {
  const electron = ['/electron', '--no-sandbox', '--inspect=0', '--remote-debugging-port=0'];

  it.each([
    [['/app', '--project', '/a/b'], '/a/b'],
    [['/app', '--project=b c', '--enable-logging'], '/home/b c'],
    [['/app', '--user-data-dir=/tmp/x', '--project', '../b', 'more'], '/b'],
    [['/app'], undefined],
    [['/app', '--project'], undefined],
    [['/app', '--project='], undefined],
    [['/app', '--', '--project', 'b'], undefined],
  ])('%j names the project %s', (args, project) => {
    expect(projectToOpen([...electron, ...args], '/home')).toBe(project);
    expect(projectToOpen(['/packed/crack-studio', ...args.slice(1)], '/home')).toBe(project);
  });
});

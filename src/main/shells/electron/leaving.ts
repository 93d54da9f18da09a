import { assertNever } from '../../../shared/assert.ts';
import type { TrainingHead } from '../../../shared/contract-training.ts';
import { errorOf, inWords } from '../../../shared/errors.ts';
import { WINDOW_REMEDIES } from '../../../shared/window-remedies.ts';

/** What the user is asked before the window goes, as the system's message box takes it. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly buttons: string[];
  /** The buttons that Enter and Escape press. */
  readonly defaultId: number;
  readonly cancelId: number;
}

/** `keep`: the training goes on without the window. `stop`: it stops, and the app ends. `cancel`: nothing happens. */
export type Answer = 'keep' | 'stop' | 'cancel';

const ANSWERS: readonly Answer[] = ['keep', 'stop', 'cancel'];

/** What to ask before window or app go; null when nothing is lost: no training is at work, or it is ending anyway. */
export function leavingQuestion(training: Pick<TrainingHead, 'phase'> | null): Question | null {
  if (!training) return null;
  switch (training.phase) {
    case 'preparing':
      return question('A training is about to begin.', 'it does not begin');
    case 'training':
      return question('A training is running.', 'its best model is kept, and it can be resumed later');
    case 'stopping':
    case 'done':
    case 'stopped':
    case 'failed':
      return null;
    default:
      return assertNever(training.phase);
  }
}

function question(message: string, whenStopped: string): Question {
  return {
    message,
    detail: `It can go on without the window; opening the studio again shows it. If you stop, ${whenStopped}.`,
    buttons: ['Keep training', 'Stop and quit', 'Cancel'],
    defaultId: ANSWERS.indexOf('keep'),
    cancelId: ANSWERS.indexOf('cancel'),
  };
}

/** What pressing a button means. */
export function answerOf(button: number): Answer {
  return ANSWERS[button] ?? 'cancel';
}

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** What the user is told of a training that ended while no window was shown. */
export function endNotice({ phase, best, error }: Pick<TrainingHead, 'phase' | 'best' | 'error'>): Notice {
  if (error !== null) return { title: 'The training failed', body: inWords(errorOf(error), WINDOW_REMEDIES) };
  const title = phase === 'done' ? 'Training complete' : 'The training was stopped';
  return { title, body: best ? `Best Dice ${best.dice.toFixed(3)}, in epoch ${best.epoch}.` : 'There is no model.' };
}

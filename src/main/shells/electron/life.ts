import type { TrainingHead } from '../../../shared/contract-training.ts';
import type { Emitter } from '../../../shared/emitter.ts';
import { type Answer, endNotice, leavingQuestion, type Notice, type Question } from './leaving.ts';

/** What the life of the app consists of. */
export interface LifeParts {
  subscribe: Emitter['subscribe'];
  /** Resolves as soon as the window is there. It closes only while `mayClose` says yes. */
  openWindow(mayClose: () => boolean): Promise<OpenedWindow>;
  /** Puts the question to the user; `signal` takes it back. */
  ask(question: Question, signal: AbortSignal): Promise<Answer>;
  /** Tells the user in the system's way. Resolves when that has been seen, with whether they want to see more. */
  notify(notice: Notice): Promise<boolean>;
  endTraining(): Promise<void>;
  closeServices(): Promise<void>;
}

export interface OpenedWindow {
  focus(): void;
  close(): void;
  /** Resolves after it has closed; rejects when it cannot show the page. */
  readonly closed: Promise<void>;
  /** Resolves when its place is on disk, after it has closed. */
  readonly remembered: Promise<void>;
}

export interface Life {
  /** Opens the window, or brings it to the front. */
  show(): void;
  /** Whether the app may quit at once; if not, the user is asked. */
  mayQuit(): boolean;
  /** Stops the training, closes the window, writes everything to disk. Nobody is asked. */
  leave(): void;
  /** Resolves when all that is done and the process may end; rejects when it could not be done. */
  readonly over: Promise<void>;
}

/**
 * The life of the desktop app: it ends with its window, but for a training, which may go on without one. Then a second
 * start brings the window back, and the end of the training is the end of the app.
 */
export function createLife(parts: LifeParts): Life {
  let training: TrainingHead | null = null;
  let window: Promise<OpenedWindow> | null = null;
  let remembered = Promise.resolve();
  let asking: AbortController | null = null;
  /** The user wants the window gone and the training kept. */
  let keeping = false;
  let leaving = false;
  let end = { resolve: () => {}, reject: (_error: unknown) => {} };
  const over = new Promise<void>((resolve, reject) => {
    end = { resolve, reject };
  });

  parts.subscribe(event => {
    if (event.name === 'training.started' || event.name === 'training.changed') training = event.data;
    if (event.name !== 'training.ended') return;
    training = event.data;
    if (!window && !leaving) void notifyOfEnd(event.data);
  });

  async function notifyOfEnd(ended: TrainingHead): Promise<void> {
    if (await parts.notify(endNotice(ended)).catch(() => false)) show();
    leaveUnlessNeeded();
  }

  function show(): void {
    if (window) void window.then(({ focus }) => focus(), end.reject);
    else if (!leaving) void openWindow();
  }

  async function openWindow(): Promise<void> {
    keeping = false;
    try {
      window = parts.openWindow(() => keeping || mayGo());
      const opened = await window;
      await opened.closed;
      window = null;
      remembered = opened.remembered;
      leaveUnlessNeeded();
    } catch (error) {
      end.reject(error);
    }
  }

  /** The app's end, unless a training is at work or the user is looking. */
  function leaveUnlessNeeded(): void {
    if (!window && !leavingQuestion(training)) leave();
  }

  function mayGo(): boolean {
    const question = leaving ? null : leavingQuestion(training);
    if (question && !asking) void ask(question);
    return !question;
  }

  async function ask(question: Question): Promise<void> {
    const withdrawal = new AbortController();
    asking = withdrawal;
    // A question needs a window: on macOS one without cannot be taken back.
    show();
    const answer = await Promise.resolve(window)
      .then(() => parts.ask(question, withdrawal.signal))
      .catch(() => 'cancel' as const);
    asking = null;
    if (leaving || answer === 'cancel') return;
    if (answer === 'stop') return leave();
    keeping = true;
    (await window)?.close();
    leaveUnlessNeeded();
  }

  function leave(): void {
    if (leaving) return;
    leaving = true;
    asking?.abort();
    inOrder().then(end.resolve, end.reject);
  }

  /** The window stays until the training has stopped: it shows that it is stopping. */
  async function inOrder(): Promise<void> {
    await parts.endTraining();
    const last = await window;
    last?.close();
    await last?.closed;
    await remembered;
    await parts.closeServices();
  }

  return {
    show,
    mayQuit() {
      const may = mayGo();
      if (may) leaveUnlessNeeded();
      return may;
    },
    leave,
    over,
  };
}

/**
 * Questions to a worker that takes its time: one is asked, and of those that come meanwhile the newest alone. `A`: an answer repeats its question.
 */
export function newestQuestion<Q, A extends Q>(ask: (question: Q) => void, isSame: (a: Q, b: Q) => boolean) {
  let known: A | undefined;
  let asked: Q | undefined;
  let waiting: Q | undefined;
  return {
    /** The last answer, whatever the question was. */
    last: () => known,
    /** The answer, if it is known; else it is asked for. */
    answer(question: Q): A | undefined {
      if (known && isSame(known, question)) return known;
      if (!asked) {
        asked = question;
        ask(question);
      } else waiting = isSame(asked, question) ? undefined : question;
      return undefined;
    },
    answered(answer: A): void {
      known = answer;
      asked = waiting;
      waiting = undefined;
      if (asked) ask(asked);
    },
  };
}

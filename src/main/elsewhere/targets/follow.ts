import { execa } from 'execa';
import type { TrainingEvent } from '../../../shared/worker-protocol.ts';
import { lastWords } from '../../jobs/event-queue.ts';
import { pytorchEvent } from '../../jobs/pytorch/pytorch-events.ts';
import { type FarRun, stateFunction } from './far-run.ts';
import { APART, NO_CONNECTION, quoted, SSH_OPTIONS, troubleWith } from './ssh.ts';

/** What came since the last look: events in order, and how the training stands there. */
export interface Look {
  readonly events: readonly TrainingEvent[];
  readonly state: string;
  /** Lines so far, those that are no events among them. */
  readonly seen: number;
  /** The end of what it printed, once it has ended. */
  readonly log: string;
}

/** The training there as long as the connection holds: the events after the first `from` lines, then what is new, until it has ended. */
export async function* follow(run: FarRun, from: number, signal: AbortSignal): AsyncGenerator<Look> {
  const { ssh } = run.at;
  const child = execa('ssh', [...SSH_OPTIONS, '--', ssh, 'exec sh -s'], {
    ...APART,
    ...{ input: watching(run, from), buffer: false, cancelSignal: signal },
  });
  let seen = from;
  const words = lastWords(child.stderr);
  let [events, log]: [TrainingEvent[], string] = [[], ''];
  try {
    for await (const line of child.iterable()) {
      if (line.startsWith('!')) log += `${line.slice(1, 1000)}\n`;
      else if (line.startsWith('@')) {
        // Who reads no further would otherwise wait for the end.
        let isWanted = false;
        try {
          yield { events, state: line.slice(1, 200), seen, log };
          isWanted = true;
        } finally {
          if (!isWanted) child.kill();
        }
        events = [];
      } else {
        seen++;
        events.push(...[pytorchEvent(line)].filter(event => event !== undefined));
      }
    }
  } catch {
    // The exit code says more.
  }
  const { exitCode, failed } = await child;
  if (failed && !signal.aborted && exitCode !== NO_CONNECTION) throw troubleWith(ssh, exitCode, words());
}

/** The scheduler is asked seldom: it serves many. */
function watching(run: FarRun, from: number): string {
  return `
cd ${quoted(run.folder)} || exit 1
${stateFunction(run)}
seen=${from}
turn=0
while :; do
  if [ -s ended ] || [ $((turn % 10)) -eq 0 ]; then now=$(state); fi
  turn=$((turn + 1))
  lines=0
  if [ -f events.jsonl ]; then lines=$(wc -l < events.jsonl); fi
  if [ "$lines" -gt "$seen" ]; then sed -n "$((seen + 1)),$((lines))p" events.jsonl; seen=$lines; fi
  case $now in ended*|gone*) tail -n 20 job.log 2>/dev/null | sed 's/^/!/'; echo "@$now"; exit 0;; esac
  echo "@$now" || exit 0
  sleep 1
done
`;
}

import { Presets, SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import type { Command } from 'commander';
import type { JobContext } from '../main/jobs/jobs.ts';

/** Where a command's words go: people read lines, programs read JSON, and neither sees the other's. */
export interface Output {
  /** With `--json` prints `record` as one line on standard output; otherwise prints `text`, if there is any. */
  print(record: Readonly<Record<string, unknown>>, text?: string): void;
  /** A remark that is not part of the result (what was left out, and why): standard error. */
  note(text: string): void;
  /** A progress bar on standard error when it is a terminal; silent otherwise. */
  progress(label: string, total: number): Progress;
}

export interface Progress {
  update(done: number): void;
  end(): void;
}

/** The output that belongs to a command, by its `--json` flag. */
export function outputOf(command: Command): Output {
  const json = Boolean(command.optsWithGlobals().json);
  return {
    print(record, text) {
      if (json) process.stdout.write(`${JSON.stringify(record)}\n`);
      else if (text !== undefined) process.stdout.write(`${text}\n`);
    },
    note: text => void process.stderr.write(`${text}\n`),
    progress: (label, total) => (process.stderr.isTTY ? bar(label, total) : { update() {}, end() {} }),
  };
}

/** What a job of the services needs, on a terminal: a bar for every stage of it. */
export function jobContext(output: Output, signal: AbortSignal): { context: JobContext; end(): void } {
  let current: { text: string; bar: Progress } | undefined;
  const end = () => current?.bar.end();
  const progress = (done: number, total: number, text: string) => {
    if (current?.text !== text) {
      end();
      current = { text, bar: output.progress(text, total) };
    }
    current.bar.update(done);
  };
  return { context: { signal, progress }, end };
}

function bar(label: string, total: number): Progress {
  const format = `${label} {bar} {value}/{total} {eta_formatted} left`;
  const single = new SingleBar({ format, stream: process.stderr, clearOnComplete: true }, Presets.shades_classic);
  single.start(total, 0);
  return { update: done => single.update(done), end: () => single.stop() };
}

/** A table without colours or lines between its rows, fit for a file as well as a terminal. */
export function plainTable(head: string[] = []): Table.Table {
  return new Table({
    head,
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
}

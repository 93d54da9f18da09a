import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { buildProgram } from '../tests/helpers/program.ts';

const OPTIONS = {
  batch: { type: 'string', default: '4' },
  size: { type: 'string', default: '256' },
  base: { type: 'string', default: '32' },
  threads: { type: 'string', default: '2' },
  steps: { type: 'string', default: '3' },
  pairs: { type: 'string', default: '3' },
  device: { type: 'string', default: 'cpu' },
  encoder: { type: 'string', default: 'plain' },
  torch: { type: 'string' },
  python: { type: 'string', default: existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3' },
} as const;

type Flags = ReturnType<typeof parse>;

interface Measurement {
  step_s: number;
  peak_mib: number;
}

function parse(argv: string[]) {
  return parseArgs({ args: argv, options: OPTIONS }).values;
}

/**
 * Seconds of a training step, ours beside PyTorch's. The machine may be busy, so only the ratio is worth quoting: both
 * sides run in turn, each in a fresh process, and the medians over all pairs are compared.
 */
export async function benchTraining(argv: string[]): Promise<void> {
  const flags = parse(argv);
  const script = flags.torch ?? (flags.encoder === 'plain' ? siblingBaseline() : undefined);
  const ours: Measurement[] = [];
  const torch: Measurement[] = [];
  if (!script) process.stderr.write('Without PyTorch beside it: name its script with --torch PATH.\n');
  for (let pair = 0; pair < Number(flags.pairs); pair++) {
    ours.push(print('studio', pair, await measureOurs(flags)));
    if (script) torch.push(print('pytorch', pair, await measureTorch(flags, script)));
  }
  const own = medians(ours);
  if (!script) return report({ summary: 'training', ...own });
  const other = medians(torch);
  const ratios = ours.map(({ step_s }, i) => torch[i].step_s / step_s);
  report({
    ...{ summary: 'training', studio: own, pytorch: other },
    times_as_fast: round(other.step_s / own.step_s),
    pairs: ratios.map(round),
    memory_ratio: round(own.peak_mib / other.peak_mib),
  });
}

function siblingBaseline(): string | undefined {
  const path = fileURLToPath(new URL('../../shared/bench/torch_baseline.py', import.meta.url));
  return existsSync(path) ? path : undefined;
}

async function measureOurs({ batch, size, base, threads, steps, device, encoder }: Flags): Promise<Measurement> {
  const script = await buildProgram(fileURLToPath(new URL('./training-step.ts', import.meta.url)));
  const { stdout } = await execa(process.execPath, [script, ...[batch, size, base, threads, steps, device, encoder]]);
  return JSON.parse(stdout);
}

/** Runs the script as it is and adds the process's peak memory, which it does not print. */
const WITH_PEAK = `
import json, resource, runpy, sys
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name='__main__')
print(json.dumps(dict(peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
`;

async function measureTorch({ python, ...flags }: Flags, script: string): Promise<Measurement> {
  const names = ['batch', 'size', 'base', 'threads', 'steps'] as const;
  const args = ['step', ...(flags.device === 'cpu' ? ['--cpu'] : []), ...names.flatMap(k => [`--${k}`, flags[k]])];
  const { stdout } = await execa(python, ['-c', WITH_PEAK, script, ...args]);
  const [step, peak] = stdout.split('\n').map(line => JSON.parse(line));
  return { step_s: step.step_s, peak_mib: peak.peak_mib };
}

function print(engine: string, pair: number, { step_s, peak_mib }: Measurement): Measurement {
  const result = { step_s: round(step_s), peak_mib: Math.round(peak_mib) };
  report({ engine, pair, ...result });
  return result;
}

function report(record: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}

function medians(all: readonly Measurement[]): Measurement {
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return { step_s: median(all.map(m => m.step_s)), peak_mib: median(all.map(m => m.peak_mib)) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

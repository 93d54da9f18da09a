import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { COMMAND_LINE_REMEDIES } from '../../src/cli/remedies.ts';
import { type Remedies, remedyFor } from '../../src/shared/error-codes.ts';
import { inWords, StudioError } from '../../src/shared/errors.ts';
import { WINDOW_REMEDIES } from '../../src/shared/window-remedies.ts';

const root = resolve(import.meta.dirname, '../..');

const nodeSchema = z.object({ type: z.string(), start: z.number(), end: z.number() });

/** Whoever has no better way than the words of another program, or another program's flags, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/workers/runtime/native-words.ts': 'native libraries fail without a code',
  'src/main/jobs/pytorch/find-pytorch.ts': "the PyTorch engine's program has flags",
  'src/main/jobs/pytorch/pytorch-worker.ts': "the PyTorch engine's program has flags",
  'src/main/report/print-pdf.ts': 'Chromium has flags',
  'src/shared/report/report-style.ts': 'a style sheet has variables',
  'src/workers/runtime/tensorflow/load.ts': "npm's flag is all that helps, whatever the door",
};

/** A table's definition of a flag and its value, and the names of CSS variables. */
const NO_SENTENCE = /^--[\w-]+ [<[]\w+[>\]]$|^--(studio|mantine)-|var\(--/;

describe('sentences', () => {
  it('that every door shows name no flag of the command line', () => {
    const named = filesOf('shared', 'node', 'main', 'workers', 'renderer', 'preload').flatMap(file =>
      stringsOf(file)
        .filter(text => /(^|[\s("'`])--[a-z]/.test(text) && !NO_SENTENCE.test(text))
        .map(text => `${file}: ${text}`),
    );
    expect(named).toEqual([]);
  });

  it('decide nothing: who must know what went wrong asks for the code', () => {
    const deciding = filesOf('shared', 'node', 'main', 'workers', 'renderer', 'preload', 'cli').flatMap(file =>
      decisionsIn(file).map(text => `${file}: ${text}`),
    );
    expect(deciding).toEqual([]);
  });

  it('are looked for where there are some', () => {
    expect(stringsOf('src/cli/remedies.ts')).toContain('use --split all, or prepare the folder anew');
    const [words] = Object.keys(EXCEPTIONS);
    expect(decisionsIn(words)).toEqual([
      'SHORTAGE.test(String(error))',
      "String(error).includes('Failed to get a WebGPU adapter')",
      '/native addon module/.test(String(error))',
    ]);
  });
});

describe('an error whose remedy is another at every door', () => {
  const error = new StudioError('The val split of data is empty.', { code: 'empty-split', split: 'val' });

  it('is one sentence at each', () => {
    expect(inWords(error, COMMAND_LINE_REMEDIES)).toBe(
      'The val split of data is empty: use --split all, or prepare the folder anew.',
    );
    expect(inWords(error, WINDOW_REMEDIES)).toBe(
      'The val split of data is empty: make the split anew in the Dataset stage.',
    );
  });

  it('is left as it is when its sentence says all', () => {
    for (const doors of [COMMAND_LINE_REMEDIES, WINDOW_REMEDIES]) {
      expect(inWords(new StudioError('The disk is full.'), doors)).toBe('The disk is full.');
      expect(inWords('odd', doors)).toBe('odd');
    }
  });

  it.each<[string, Remedies]>([
    ['the command line', COMMAND_LINE_REMEDIES],
    ['the window', WINDOW_REMEDIES],
  ])('has the end of a sentence at %s', (_door, remedies) => {
    for (const worker of ['training', 'tensorflow', 'inference', 'measure', 'export'] as const) {
      expect(remedyFor({ code: 'out-of-memory', worker }, remedies)).toMatch(/^[a-z].*[^.]$/);
    }
    expect(remedyFor({ code: 'no-frames-chosen' }, remedies)).toMatch(/^[a-z].*[^.]$/);
    expect(remedyFor({ code: 'too-many-classes' }, remedies)).toMatch(/^[a-z].*[^.]$/);
  });
});

function filesOf(...layers: readonly string[]): string[] {
  return layers
    .flatMap(layer =>
      readdirSync(join(root, 'src', layer), { recursive: true, encoding: 'utf8' }).map(name =>
        join('src', layer, name),
      ),
    )
    .filter(name => /\.tsx?$/.test(name) && !(name in EXCEPTIONS));
}

/** The pieces of text in a file's strings, templates and elements. */
function stringsOf(file: string): string[] {
  return nodesOf(file).flatMap(({ type, text }) => {
    if (type === 'Literal' && /^['"]/.test(text)) return [text.slice(1, -1)];
    return type === 'TemplateElement' || type === 'JSXText' ? [text] : [];
  });
}

const SEARCHES = /^(startsWith|endsWith|includes|match|matchAll|search|indexOf)$/;
const WORDS = /(\.message\b|\boneLine\(|\bString\((error|cause|reason|problem)\))/;

/** Where the words of an error are searched or compared. */
function decisionsIn(file: string): string[] {
  return nodesOf(file)
    .filter(({ type, text }) => {
      if (type === 'BinaryExpression') return /\.message [!=]==? |[!=]==? [\w.]+\.message$/.test(text);
      const called = type === 'CallExpression' ? /^(.*)\.(\w+)\((.*)\)$/s.exec(text) : null;
      if (!called) return false;
      const [, asked, name, given] = called;
      return (SEARCHES.test(name) && WORDS.test(asked)) || (name === 'test' && WORDS.test(given));
    })
    .map(({ text }) => text);
}

interface Piece {
  readonly type: string;
  readonly text: string;
}

/** Every node of a file's syntax tree, with its text. */
function nodesOf(file: string): Piece[] {
  const source = readFileSync(join(root, file), 'utf8');
  const pieces: Piece[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = nodeSchema.safeParse(value).data;
    if (node) pieces.push({ type: node.type, text: source.slice(node.start, node.end) });
    for (const child of Object.values(value)) walk(child);
  };
  walk(parseSync(file, source).program.body);
  return pieces;
}

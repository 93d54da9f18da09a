import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Who may import whom: folders of `src`, packages, or `node:` for all of Node's own modules. */
const LAYERS: Record<string, { may: string[]; except?: string }> = {
  'src/shared': { may: ['src/shared', 'zod'] },
  'src/node': { may: ['src/shared', 'src/node', 'node:'] },
  'src/main': {
    may: [
      'src/shared',
      'src/node',
      'src/main',
      'package.json',
      'node:',
      'zod',
      'sharp',
      'execa',
      'fluent-ffmpeg',
      'ffmpeg-static',
      'env-paths',
      'which',
      'yauzl',
      'yaml',
      'yazl',
      'saxes',
      'stream-json',
    ],
    except: 'src/main/shells',
  },
  'src/main/shells': {
    may: ['src/shared', 'src/node', 'src/main', 'node:', 'vite'],
    except: 'src/main/shells/electron',
  },
  'src/main/shells/electron': { may: ['src/shared', 'src/node', 'src/main', 'node:', 'zod', 'electron'] },
  'src/workers': {
    may: ['src/shared', 'src/node', 'src/workers', 'node:', 'zod', 'fflate', 'tinypool', '@bufbuild/protobuf'],
  },
  'src/preload': { may: ['src/shared/bridge.ts', 'electron'] },
  'src/renderer': {
    may: [
      'src/renderer',
      'src/shared',
      'assets/fonts',
      'react',
      'react-dom',
      'konva',
      'react-konva',
      'zustand',
      '@mantine',
      '@tabler',
      '@tanstack/react-virtual',
      'uplot',
    ],
  },
  'src/cli': {
    may: ['src/cli', 'src/node', 'src/main', 'src/shared', 'node:', 'commander', 'cli-progress', 'cli-table3'],
  },
};

/** The one folder that may know a runtime, and what it may know. */
const RUNTIME = { folder: 'src/workers/runtime', may: ['onnxruntime-node', '@tensorflow/tfjs'] };

describe('the layers', () => {
  it.each(Object.entries(LAYERS))('%s imports only what its layer may', (layer, { may, except }) => {
    const files = sourcesIn(layer).filter(file => !except || !file.startsWith(except));
    const wrong = files.flatMap(file => {
      const allowed = file.startsWith(RUNTIME.folder) ? [...may, ...RUNTIME.may] : may;
      return importsOf(file)
        .filter(target => !allowed.some(prefix => matches(target, prefix)))
        .map(target => `${file} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('sees the imports it judges', () => {
    expect(importsOf('src/cli/main.ts')).toContain('commander');
    expect(importsOf('src/cli/commands/train.ts')).toContain('src/main/training/training-job.ts');
  });
});

function sourcesIn(layer: string): string[] {
  const names = readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' });
  return names.filter(name => /\.tsx?$/.test(name)).map(name => join(layer, name));
}

/** What a file imports, statically or not: packages by name, our own files by their path from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:^(?:import|export)\b[^'"`;]*\bfrom\s*|^import\s*|\bimport\(\s*)'([^']+)'/gm);
  return [...found].map(([, target]) =>
    target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target,
  );
}

function matches(target: string, prefix: string): boolean {
  return target === prefix || target.startsWith(prefix.endsWith(':') ? prefix : `${prefix}/`);
}

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const root = resolve(import.meta.dirname, '..');

/** Who may import whom: folders of `src`, packages, or `node:` for all of Node's own modules. */
const LAYERS: Record<string, { may: string[]; except?: string }> = {
  'src/shared': { may: ['src/shared', 'zod'], except: 'src/shared/report' },
  'src/shared/report': { may: ['src/shared', 'zod', 'react', 'react-dom'] },
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
      'ffmpeg-static',
      'env-paths',
      'csv-stringify',
      'yauzl',
      'yaml',
      'yazl',
      'js-aruco2',
      'saxes',
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

/** The floors of `src/main`, from the bottom: a folder imports from itself and from the floors below it. */
const FLOORS = [
  ['files'],
  ['layout'],
  ['images', 'media', 'jobs'],
  ['labels'],
  ['project'],
  ['collect', 'dataset', 'support', 'synthesise'],
  ['inspection'],
  ['health', 'interchange', 'measure', 'training'],
  ['elsewhere', 'report'],
  ['calls'],
  ['shells'],
];

/** The one folder that may know a runtime, and what it may know. */
const RUNTIME = { folder: 'src/workers/runtime', may: ['onnxruntime-node', '@tensorflow/tfjs'] };

const namesSchema = z.record(z.string(), z.string());
const packageSchema = z.object({
  dependencies: namesSchema,
  devDependencies: namesSchema,
  optionalDependencies: namesSchema,
});
const patternsSchema = z.object({ options: z.object({ patterns: z.array(z.object({ group: z.array(z.string()) })) }) });
const biomeSchema = z.object({
  overrides: z.array(
    z.object({
      includes: z.array(z.string()),
      linter: z.object({
        rules: z.object({ style: z.object({ noRestrictedImports: patternsSchema.optional() }).optional() }),
      }),
    }),
  ),
});

/** Who opens files past `src/node`, where those of a project are proven to lie in it, and which ones. */
const OWN_FILES: Readonly<Record<string, string>> = {
  'src/main/interchange/export/sink.ts': 'an export, where the user says',
  'src/main/interchange/import/source.ts': 'what the user imports: read, never written',
  'src/main/inspection/picture-folder.ts': 'a temporary folder of this process',
  'src/main/media/count-frames.ts': 'a video that the user names',
  'src/main/media/ffmpeg-path.ts': 'whether the program ffmpeg is there',
  'src/main/media/frame-index.ts': 'a video that the user names',
  'src/main/media/frame-pictures.ts': 'the cache of this user',
  'src/main/media/index-cache.ts': 'the cache of this user',
  'src/main/media/proxy.ts': 'the cache of this user',
  'src/main/project/process-start.ts': 'what the system says of processes',
  'src/main/project/project-holder.ts': 'where the folder that the user names really lies',
  'src/main/report/print-pdf.ts': 'a temporary folder of this process',
  'src/main/shells/web/renderer-build.ts': 'the page as it is built',
  'src/workers/export/entry.ts': 'the size of the model that it was given',
  'src/workers/inference/entry.ts': 'the size of the model that it was given',
  'src/workers/training/prepared-data.ts': 'a prepared set, proven by the process that hands it over',
  'src/workers/training/run-start.ts': 'whether a run has begun',
  'src/workers/training/snapshot.ts': 'whether a run has a snapshot',
};

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

  it.each(FLOORS.flat())('src/main/%s imports only from the floors below it', folder => {
    const floor = floorOf(folder);
    const wrong = sourcesIn(`src/main/${folder}`).flatMap(file =>
      importsOf(file)
        .filter(target => target.startsWith('src/main/') && !target.startsWith(`src/main/${folder}/`))
        .filter(target => floorOf(target.split('/')[2]) >= floor)
        .map(target => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('have every folder of src/main on a floor, and the linter knows the same floors', () => {
    const folders = readdirSync(join(root, 'src/main'), { withFileTypes: true }).filter(entry => entry.isDirectory());
    expect(folders.map(folder => folder.name).sort()).toEqual(FLOORS.flat().sort());
    const linted = floorRules().map(({ includes }) => includes.map(glob => glob.split('/')[2]));
    expect(linted).toEqual(FLOORS.slice(0, -1));
    for (const [floor, { forbidden }] of floorRules().entries()) {
      const beside = FLOORS[floor].length > 1 ? FLOORS[floor] : [];
      expect(forbidden).toEqual([...beside, ...FLOORS.slice(floor + 1).flat()].sort());
    }
  });

  it('has no circle of imports, not even of types', () => {
    expect(circlesIn(importsWithin('src'))).toEqual([]);
    const circle = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['b']],
      ['d', []],
    ]);
    expect(circlesIn(circle)).toEqual([['b', 'c', 'b']]);
  });

  it('have services that know nothing of the calls: these are made in src/main/calls and carried by the shells', () => {
    const knowing = sourcesIn('src/main').filter(file => /\bHandlers\b/.test(readFileSync(join(root, file), 'utf8')));
    expect(knowing.filter(file => !/^src\/main\/(calls|shells)\//.test(file))).toEqual([]);
  });

  it('use every package that the studio is installed with, and know none that it is not', () => {
    const { dependencies, devDependencies, optionalDependencies } = packageSchema.parse(
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
    );
    const imported = [...sourcesIn('src'), 'scripts/setup.mjs'].flatMap(importsOf);
    const isUsed = (name: string) => imported.some(target => matches(target, name));
    expect(Object.keys(dependencies).filter(name => !isUsed(name))).toEqual([]);
    const installed = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const known = Object.values(LAYERS).flatMap(({ may }) =>
      may.filter(prefix => !/^(src|assets|node:)|\./.test(prefix)),
    );
    expect(known.filter(name => !installed.some(each => matches(each, name)))).toEqual([]);
  });

  it('no module but those of src/node opens the files of a project', () => {
    const sources = [...sourcesIn('src/main'), ...sourcesIn('src/workers')];
    const opening = sources.filter(file => importsOf(file).some(target => /^node:fs(\/|$)/.test(target)));
    expect(opening.sort()).toEqual(Object.keys(OWN_FILES).sort());
  });

  it('sees the imports it judges', () => {
    expect(importsOf('src/cli/main.ts')).toContain('commander');
    expect(importsOf('src/cli/commands/train.ts')).toContain('src/main/training/train-model.ts');
  });
});

describe('the formats of labels', () => {
  const rooms = ['src/main/interchange/formats', 'src/main/interchange/shapes'];
  /** What opens files, or decodes and encodes them. */
  const outside = ['src/main/interchange/import', 'src/main/interchange/export', 'src/main/images', 'src/main/files'];

  it('are pure but for the readers and writers, and those know files by a source, a sink and pictures alone', () => {
    const wrong = rooms.flatMap(sourcesIn).flatMap(file => {
      const mayRead = isFormat(file) || /-(reader|writer)\.ts$/.test(file);
      return importsOf(file)
        .filter(target => target === 'sharp' || matches(target, 'node:') || matches(target, 'src/node'))
        .concat(mayRead ? [] : importsOf(file).filter(target => outside.some(prefix => matches(target, prefix))))
        .map(target => `${file} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });
});

/** Files of `src/main` itself (settings, what shells offer) are below every folder. */
function floorOf(folder: string): number {
  return FLOORS.findIndex(floor => floor.includes(folder));
}

/** The linter's rule for each floor: the folders it is for, and those it keeps them from. */
function floorRules() {
  const { overrides } = biomeSchema.parse(JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')));
  return overrides.flatMap(({ includes, linter }) => {
    const groups = linter.rules.style?.noRestrictedImports?.options.patterns.flatMap(({ group }) => group) ?? [];
    const names = groups.find(group => group.startsWith('../'))?.match(/^\.\.\/\{?([\w,]+)\}?\/\*\*$/)?.[1];
    return names ? [{ includes, forbidden: names.split(',') }] : [];
  });
}

/** The entry of a format bears its name or that of the tool, as `formats.ts` imports it; `format.ts` says what a format is. */
function isFormat(file: string): boolean {
  const table = 'src/main/interchange/formats/formats.ts';
  return file === 'src/main/interchange/formats/format.ts' || importsOf(table).includes(file);
}

function sourcesIn(layer: string): string[] {
  const names = readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' });
  return names.filter(name => /\.tsx?$/.test(name)).map(name => join(layer, name));
}

/** The files of a folder, and which of them each imports. */
function importsWithin(folder: string): Map<string, string[]> {
  const files = sourcesIn(folder);
  return new Map(files.map(file => [file, importsOf(file).filter(target => files.includes(target))]));
}

/** The circles that a walk along the imports meets, each from the file where it begins back to it. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]) => {
    const begin = way.indexOf(file);
    if (begin >= 0) circles.push([...way.slice(begin), file]);
    if (begin >= 0 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) walk(target, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) walk(file, []);
  return circles;
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

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import * as z from 'zod';

/** The checkout: configurations are run from it, and not always from where they lie. */
const root = resolve('.');
const fileOf = (part: Part) => join(root, `out/packages-${part}.json`);

/** What is built from sources and packages; the preload script has none. */
const PARTS = ['main', 'renderer'] as const;
type Part = (typeof PARTS)[number];

/** Notes beside a build which packages went into it, for the notices of their licences: their folders from the root. */
export function listPackages(part: Part): Plugin {
  return {
    name: 'list-packages',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap(output => (output.type === 'chunk' ? output.moduleIds : []));
      const folders = new Set(modules.flatMap(id => packageFolder(id) ?? []));
      mkdirSync(join(root, 'out'), { recursive: true });
      writeFileSync(fileOf(part), JSON.stringify([...folders].sort()));
    },
  };
}

/** The folder of the package in which a module lies, from the root with `/`. */
function packageFolder(id: string): string | undefined {
  const path = relative(root, id.replaceAll('\0', '').replace(/[?].*$/, ''))
    .split(sep)
    .join('/');
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

/** The folders of all packages that the last builds hold. */
export function bundledPackages(): string[] {
  const lists = PARTS.map(part => z.array(z.string()).parse(JSON.parse(readFileSync(fileOf(part), 'utf8'))));
  return [...new Set(lists.flat())];
}

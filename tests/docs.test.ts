import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../src/main/interchange/formats/formats.ts';

const root = resolve(import.meta.dirname, '..');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

describe('the documents', () => {
  it.each(PAGES)('%s links to what is there', page => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target);
    const gone = links.filter(link => !/^https?:/.test(link) && !isThere(join(dirname(page), link)));
    expect(gone).toEqual([]);
  });

  it.each(PAGES)('%s names files that are there', page => {
    const named = [...read(page).matchAll(/`((?:src|tests|scripts|docs|bench|assets)\/[\w./-]*)`/g)].map(
      ([, path]) => path,
    );
    expect(named.filter(path => !isThere(path))).toEqual([]);
  });

  it('name a module for every step of the way of the data', () => {
    const cells = [...read('docs/data-way.md').matchAll(/^\|[^|]+\| (`src[^|]+)\|/gm)].map(([, cell]) => cell);
    expect(cells.length).toBeGreaterThan(30);
    const gone = cells.flatMap(cell => {
      const [first, ...beside] = [...cell.matchAll(/`([\w./-]+)`/g)].map(([, name]) => name);
      return beside
        .map(name => (name.includes('/') ? name : join(dirname(first), name)))
        .filter(name => !isThere(name));
    });
    expect(gone).toEqual([]);
  });

  it('list every format of labels by its name, its flag and whether it goes out, too', () => {
    const rows = [...read('docs/label-formats.md').matchAll(/^\| ([^|]+) \| `([\w-]+)` \| (yes|no) \|/gm)];
    const listed = rows.map(([, title, id, writes]) => ({ title, id, writes: writes === 'yes' }));
    const formats = FORMATS.map(({ id, title, write }) => ({ title, id, writes: write !== undefined }));
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect(listed.sort(byId)).toEqual(formats.sort(byId));
  });

  it('begin with a front page of at most 900 words', () => {
    expect(read('README.md').split(/\s+/).length).toBeLessThanOrEqual(900);
  });
});

function isThere(path: string): boolean {
  return existsSync(join(root, path));
}

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

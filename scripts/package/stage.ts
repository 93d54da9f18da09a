import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { bundledPackages } from './bundled.ts';
import { ICONS, STAGED } from './config.ts';
import { packedModules, type Target } from './contents.ts';
import { stageFfmpeg } from './ffmpeg.ts';
import { makeIcons } from './icons.ts';
import { billOfMaterials, notice, readShipped } from './licences.ts';

export const root = resolve(import.meta.dirname, '../..');

/** Makes what a package holds besides builds and packages: ffmpeg, the notices, the bill of materials, the icons. */
export async function stage(target: Target): Promise<void> {
  const staged = join(root, STAGED);
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  const ffmpeg = stageFfmpeg(target, join(staged, 'ffmpeg'));
  const modules = Object.keys(packedModules(target)).map(name => `node_modules/${name}`);
  const folders = [...new Set([...modules, ...bundledPackages()])].sort();
  const shipped = folders.map(folder => readShipped(join(root, folder)));
  const app = z.object({ name: z.string(), version: z.string() });
  const described = app.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  writeFileSync(join(staged, 'NOTICE.txt'), notice(shipped, ffmpeg, root));
  writeFileSync(join(staged, 'sbom.cdx.json'), billOfMaterials(described, shipped));
  await makeIcons(join(root, 'assets/icons/icon.svg'), join(root, ICONS));
}

import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { collectSamples } from '../../src/main/collect/samples.ts';
import { projectLayout } from '../../src/main/layout/project-layout.ts';
import { readDemoData } from '../../src/main/project/demo-data.ts';
import { createDemoProject } from '../../src/main/project/demo-project.ts';

const SAMPLE = join(import.meta.dirname, '../../assets/sample');

/** The demo project with `count` frames of its video cropped to the ROI, ready to be labelled; gives their names. */
export async function makeLabelProject(folder: string, count: number): Promise<string[]> {
  await createDemoProject(folder, SAMPLE);
  const layout = projectLayout(folder);
  const { video, roi, name } = await readDemoData(SAMPLE);
  const vertices = roi.map(([x, y]) => ({ x, y }));
  await collectSamples({ video, roi: vertices, outDir: layout.dataset.path, frames: { everyMs: 1000, count } });
  await mkdir(layout.images.path, { recursive: true });
  const collected = join(layout.dataset.path, name, 'images');
  const bases = (await readdir(collected)).sort();
  for (const base of bases) await copyFile(join(collected, base), layout.image(`${name}__${base}`).path);
  return bases.map(base => `${basename(name)}__${base}`);
}

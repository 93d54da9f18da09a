import { link, mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { projectLayout } from '../src/main/layout/project-layout.ts';
import { createProject } from '../src/main/project/project-file.ts';
import { Random } from '../src/shared/random.ts';
import { type LabelDocument, labelDocumentSchema, type Point } from '../src/shared/schemas/label.ts';
import { formatTime } from '../src/shared/time.ts';

const WIDTH = 3840;
const HEIGHT = 2160;
const VERTICES = 50;

/** The one image of the labelled project. */
export const LABELLED_IMAGE = 'inspection__000000000_f0000000_unk.png';

/**
 * A project with one 3840 x 2160 image and `count` polygons of 50 vertices, most of them 20 to 80 px in radius, every
 * fiftieth 300 px. Gives the document.
 */
export async function makeLabelledProject(folder: string, count: number): Promise<LabelDocument> {
  const layout = projectLayout(folder);
  await createProject(folder, 'Labels');
  await Promise.all([layout.images, layout.labels].map(({ path }) => mkdir(path, { recursive: true })));
  const random = new Random(1);
  await metalSurface(WIDTH, HEIGHT).toFile(layout.image(LABELLED_IMAGE).path);
  const document = labelDocumentSchema.parse({
    ...{ version: 1, image: LABELLED_IMAGE, width: WIDTH, height: HEIGHT, revision: 1, state: 'in progress' },
    labels: Array.from({ length: count }, (_, i) => ({
      ...{ id: `label-${i}`, shape: 'polygon', class: 'crack', source: 'drawn' },
      points: blob(random, i % 50 === 49 ? 300 : random.uniform(20, 80)),
    })),
    changed: { at: new Date(0).toISOString(), by: 'bench' },
  });
  await writeFile(layout.label(LABELLED_IMAGE).path, `${JSON.stringify(document)}\n`);
  return document;
}

/** A ragged ring of 50 vertices around a random middle, inside the image. */
function blob(random: Random, radius: number): Point[] {
  const [x, y] = [random.uniform(radius, WIDTH - radius), random.uniform(radius, HEIGHT - radius)];
  return Array.from({ length: VERTICES }, (_, i) => {
    const angle = (2 * Math.PI * i) / VERTICES;
    const reach = radius * random.uniform(0.6, 1);
    return [hundredths(x + reach * Math.cos(angle)), hundredths(y + reach * Math.sin(angle))];
  });
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Different pictures behind the images of the long list; the others are links to them. */
const PICTURES = 20;

/** A project with `count` images of 640 x 360, named as Collect names them, every `verified`th of them verified, one each 0.2 s. */
export async function makeLongProject(folder: string, count: number, verified = 3): Promise<void> {
  const layout = projectLayout(folder);
  await createProject(folder, 'Images');
  await Promise.all([layout.images, layout.labels].map(({ path }) => mkdir(path, { recursive: true })));
  const nameOf = (i: number) => {
    const time = formatTime(i * 200).replace(/[:.]/g, '');
    return `inspection__${time}_f${String(i * 5).padStart(7, '0')}_unk.png`;
  };
  for (let i = 0; i < Math.min(count, PICTURES); i++) {
    await metalSurface(640, 360).toFile(layout.image(nameOf(i)).path);
  }
  for (let i = PICTURES; i < count; i++) {
    await link(layout.image(nameOf(i % PICTURES)).path, layout.image(nameOf(i)).path);
  }
  for (let i = 0; verified > 0 && i < count; i += verified) {
    const document: LabelDocument = {
      ...{ version: 1, image: nameOf(i), width: 640, height: 360, revision: 1, state: 'verified', labels: [] },
      changed: { at: new Date(0).toISOString(), by: 'bench' },
    };
    await writeFile(layout.label(nameOf(i)).path, `${JSON.stringify(document)}\n`);
  }
}

/** Gray noise as of brushed metal: PNGs of it are as large as those of real frames. */
function metalSurface(width: number, height: number) {
  const noise = { type: 'gaussian', mean: 128, sigma: 24 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .blur(1.2)
    .toColourspace('b-w')
    .png({ compressionLevel: 3 });
}

import { buildNode } from '../scripts/node-build.mjs';
import { benchCanvas } from './canvas.ts';
import { benchCollect } from './collect.ts';
import { benchInspect } from './inspect.ts';
import { benchInspectMemory } from './inspect-memory.ts';
import { benchInterchange } from './interchange.ts';
import { benchLimit } from './limit.ts';
import { benchList } from './list.ts';
import { benchMeasure } from './measure.ts';
import { benchPrelabel } from './prelabel.ts';
import { benchQuality } from './quality.ts';
import { benchRecipe } from './recipe.ts';
import { benchReference } from './reference.ts';
import { benchSave } from './save.ts';
import { benchStarter } from './starter.ts';
import { benchStartup } from './startup.ts';
import { benchTraining } from './training.ts';
import { benchWire } from './wire.ts';

/** `npm run bench -- NAME [flags]`: every measurement prints one JSON object a line. */
const benches: Readonly<Record<string, (argv: string[]) => Promise<void>>> = {
  training: benchTraining,
  limit: benchLimit,
  quality: benchQuality,
  recipe: benchRecipe,
  collect: benchCollect,
  save: benchSave,
  canvas: benchCanvas,
  list: benchList,
  interchange: benchInterchange,
  starter: benchStarter,
  startup: benchStartup,
  wire: benchWire,
  prelabel: benchPrelabel,
  measure: benchMeasure,
  reference: benchReference,
  inspect: benchInspect,
  'inspect-memory': benchInspectMemory,
};

const [name = 'training', ...argv] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  // Workers run as they do in the studio: as plain JavaScript.
  await buildNode();
  await bench(argv);
} else {
  process.stderr.write(`There is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}.\n`);
  process.exitCode = 2;
}

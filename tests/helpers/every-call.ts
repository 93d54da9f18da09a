import { join } from 'node:path';
import { vi } from 'vitest';
import type { CallName, EventData, EventName, Input, Output } from '../../src/shared/contract.ts';
import type { InspectedModel } from '../../src/shared/contract-inspect.ts';
import { answersSchema } from '../../src/shared/interchange/import-choices.ts';
import { trainingConfigSchema } from '../../src/shared/schemas/training.ts';
import { temporaryFolder } from './pictures.ts';
import { makeTrainingProject } from './test-studio.ts';

type Call = <K extends CallName>(name: K, input: Input<K>) => Promise<Output<K>>;

export interface Page {
  /** Makes a call; throws when it is refused, or answered with what the contract does not say. */
  call: Call;
  /** What has been told under a name since the page was opened. */
  told<K extends EventName>(name: K): EventData<K>[];
}

/** A day's work over one page, from a new project to the prediction of a trained model. Gives the calls it needed. */
export async function workADay(page: Page): Promise<Set<CallName>> {
  const made = new Set<CallName>();
  const call: Call = (name, input) => {
    made.add(name);
    return page.call(name, input);
  };
  await greet(call);
  await collect({ ...page, call });
  await label(call);
  await call('project.close', {});
  await makeTrainingProject({ call });
  await train({ ...page, call });
  return made;
}

async function greet(call: Call): Promise<void> {
  await call('machine.describe', {});
  await call('devices.choose', { job: 'timing' });
  await call('devices.list', {});
  await call('job.cancel', { job: 'none' });
  await call('dialog.openFile', { kind: 'any' });
  await call('dialog.openFiles', { kind: 'image' });
  await call('dialog.openFolder', {});
  await call('project.home', {});
  await call('settings.read', {});
  await call('settings.change', { change: { textSize: null } });
  await call('log.write', { where: 'error', text: 'Error: none' });
  await call('log.read', {});
  await call('log.saveReport', { folder: temporaryFolder() });
  const folder = join(temporaryFolder(), 'sample');
  await call('project.createDemo', { folder });
  await call('project.update', { name: 'Ball screw' });
  await call('project.recent', {});
  await call('project.open', { folder });
  await call('project.current', {});
}

async function collect({ call, told }: Page): Promise<void> {
  const [found] = (await call('video.list', {})).videos;
  const { video, roi } = await call('video.open', { path: found.path });
  await call('video.index', { video });
  await call('video.frame', { video, frame: 3 });
  await call('video.proxy', { video });
  await call('roi.save', { video, roi });
  const options = { tag: 'unk', maskOutside: false, blur: true, addToTraining: false };
  await call('sample.save', { video, frame: 3, roi, options });
  const { sample } = await vi.waitUntil(() => told('sample.saved')[0], 20_000);
  const base = sample?.base ?? '';
  await call('sample.collect', { video, count: 2, roi, options });
  await call('sample.addToTraining', { video, bases: [base] });
  const { undo } = await call('sample.delete', { video, base });
  await call('sample.restore', { undo });
  await call('sample.list', { video });
}

async function label(call: Call): Promise<void> {
  const [{ name: image }] = (await call('labels.list', {})).images;
  const { document } = await call('labels.read', { image });
  const edits = [{ kind: 'set-state', state: 'verified' } as const];
  await call('labels.edit', { image, revision: document.revision, edits });
  await call('labels.flush', {});
  await call('bulk.last', {});
  const picture = { kind: 'image', image } as const;
  await call('scale.markers', { image });
  await call('scale.save', { picture, source: (await call('scale.read', { picture })).scale?.source ?? null });
}

/** Takes the labels out and brings them in again. */
async function interchange(call: Call): Promise<void> {
  const source = join(temporaryFolder(), 'coco');
  await call('interchange.formats', {});
  await call('interchange.export', { format: 'coco', out: source, withImages: false });
  await call('interchange.recognise', { path: source });
  const answers = { ...answersSchema.parse({}), missing: 'empty', existing: 'replace' } as const;
  const choices = { ...answers, source, format: 'auto', classes: {} } as const;
  await call('interchange.plan', choices);
  await call('interchange.import', choices);
  await call('interchange.lastImport', {});
  await call('interchange.undoImport', {});
}

async function models(call: Call, model: InspectedModel): Promise<void> {
  const asked = { model, threshold: 0.5, mode: 'trained', device: 'cpu' } as const;
  const out = temporaryFolder();
  await call('model.evaluate', { ...asked, split: 'val' });
  const { open } = await call('project.current', {});
  const paths = [join(open?.folder ?? '', 'data/dl_train/images/00.png')];
  await call('model.predict', { ...asked, paths, out: join(out, 'seen') });
  await call('model.export', { model, to: 'safetensors', out: join(out, 'a.safetensors'), half: false, fold: false });
}

async function train({ call, told }: Page): Promise<void> {
  await call('dataset.prepare', { valRatio: 0.25, minValPos: 1, seed: 1 });
  await call('dataset.summary', {});
  await call('dataset.likeness', {});
  await interchange(call);
  await call('dataset.check', {});
  await call('training.suggest', { minutes: 1 });
  const config = trainingConfigSchema.parse({ size: 32, base: 2, batch: 4, epochs: 1, device: 'cpu' });
  const ended = (count: number) => vi.waitUntil(() => told('training.ended')[count - 1], 30_000);
  await call('training.start', { config });
  const { run } = await ended(1);
  await call('runs.rename', { run: run ?? '', name: 'first' });
  await call('training.resume', { run: 'first', epochs: 2 });
  await ended(2);
  await call('training.stop', {});
  await call('training.current', {});
  await call('runs.list', {});
  await call('runs.read', { run: 'first' });
  await call('runs.examples', { run: 'first' });
  await call('runs.compare', { runs: ['first', 'first'] });
  const model = { kind: 'run', run: 'first' } as const;
  const source = { kind: 'training', image: '00.png' } as const;
  await call('inspect.model', { model });
  await call('inspect.images', { paths: [] });
  await call('inspect.picture', { source });
  await call('inspect.input', { source, side: 32 });
  await call('inspect.predict', { model, source, mode: 'tile' });
  await models(call, model);
  await call('inspections.list', {});
  await call('report.fields', {});
  await call('runs.delete', { run: 'first' });
}

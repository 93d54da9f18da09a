import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGray } from '../../src/main/images/png.ts';
import { rasterizeLabels } from '../../src/shared/labels/rasterize.ts';
import { labelDocumentSchema } from '../../src/shared/schemas/label.ts';
import { coloursOf } from '../../src/shared/schemas/project.ts';
import { parseMetrics } from '../../src/shared/schemas/training.ts';
import { studio } from '../helpers/studio.ts';
import { BARS, makeTwoClassFolder } from '../helpers/two-class-folder.ts';
import { learnedIn, onlyRunIn } from '../main/jobs/learned.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-classes-'));
const data = join(dir, 'dl_train');
const [whole, parts] = [join(dir, 'whole'), join(dir, 'parts')];
const EPOCHS = 12;
const network = ['--size', '32', '--base', '4', '--batch', '4', '--lr', '0.01', '--device', 'cpu', '--workers', '0'];
const settings = ['--classes', BARS.join(','), ...network];
const modelOf = (out: string) => join(out, onlyRunIn(out), 'model.onnx');

async function succeed(args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await studio(args);
  expect(stderr).not.toContain('error:');
  expect(exitCode).toBe(0);
  return stdout;
}

/** The class of each pixel, as people drew it. */
function truthOf(name: string): Uint8Array {
  const { labels } = labelDocumentSchema.parse(JSON.parse(readFileSync(join(data, 'labels', `${name}.json`), 'utf8')));
  return rasterizeLabels(labels, { x1: 0, y1: 0, x2: 32, y2: 32 }, BARS).data;
}

describe('two classes that are told apart', () => {
  let printed: string;

  beforeAll(async () => {
    await makeTwoClassFolder(data, { count: 48 });
    printed = await succeed(['train', data, '--out', whole, '--epochs', String(EPOCHS), ...settings]);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('are both learned, and each one’s Dice is told with every epoch', () => {
    const run = join(whole, onlyRunIn(whole));
    const metrics = parseMetrics(readFileSync(join(run, 'metrics.jsonl'), 'utf8'));
    const best = metrics.reduce((a, b) => (b.va_dice > a.va_dice ? b : a));
    for (const name of BARS) expect(best.va_dice_by_class?.[name]).toBeGreaterThan(0.6);
    for (const { va_dice, va_dice_by_class } of metrics) {
      expect(Object.keys(va_dice_by_class!)).toEqual(BARS);
      expect(va_dice).toBeCloseTo((va_dice_by_class!.across + va_dice_by_class!.down) / 2, 6);
    }
    const lines = printed.split('\n').filter(line => line.startsWith('Epoch '));
    expect(lines).toHaveLength(EPOCHS);
    expect(lines[0]).toMatch(/time=\d+\.\ds data_wait=\d+\.\d% \| across=\d\.\d{4} down=\d\.\d{4}$/);
    expect(JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')).classes).toEqual(BARS);
    // One that the reference inspector could not load does not lie where it looks.
    expect(readdirSync(whole).sort()).toEqual([onlyRunIn(whole), 'model.onnx']);
    const card = readFileSync(join(run, 'model-card.md'), 'utf8');
    expect(card).toContain('Finds across, down: ');
    expect(card).toMatch(/Dice by class.*across \d\.\d{4}, down \d\.\d{4}/);
  });

  it('are learned alike, bit for bit, by a training that was stopped and resumed', async () => {
    await succeed(['train', data, '--out', parts, '--epochs', '5', ...settings]);
    const run = join(parts, onlyRunIn(parts));
    await succeed(['train', '--resume', run, '--epochs', String(EPOCHS), '--device', 'cpu']);
    expect(learnedIn(parts)).toEqual(learnedIn(whole));
    const refused = await studio(['train', '--resume', run, '--classes', 'down']);
    expect(refused.stderr).toContain('--classes is settled in a run that is resumed');
  });

  it.each(['trained', 'tile'])('are predicted as pictures of class indices and of colours (mode %s)', async mode => {
    const out = join(dir, `predictions ${mode}`);
    const val = readFileSync(join(data, 'splits/val.txt'), 'utf8').trim().split('\n');
    const images = val.map(name => join(data, 'images', name));
    await succeed(['predict', modelOf(whole), ...images, '--out', out, '--mode', mode]);
    expect(readdirSync(out).sort()).toEqual(['classes', 'masks', 'overlays', 'probabilities']);
    let [right, labelled] = [0, 0];
    for (const name of val) {
      const classes = (await readGray(join(out, 'classes', name))).data;
      const truth = truthOf(name);
      labelled += truth.filter(value => value > 0).length;
      right += truth.filter((value, i) => value > 0 && classes[i] === value).length;
      const mask = (await readGray(join(out, 'masks', name))).data;
      // What is some class has more probability than the background, and that is more than half of two.
      expect(mask.filter((value, i) => value === 0 && classes[i] > 0)).toHaveLength(0);
    }
    expect(right / labelled).toBeGreaterThan(0.6);
    await expectColours(out, val[2]);
  });

  /** Pixels of a class are gray tinted with 0.4 of its colour. */
  async function expectColours(out: string, name: string) {
    const classes = (await readGray(join(out, 'classes', name))).data;
    const gray = (await readGray(join(data, 'images', name))).data;
    const overlay = await sharp(join(out, 'overlays', name))
      .raw()
      .toBuffer();
    const reds = coloursOf(BARS).map(colour => Number.parseInt(colour.slice(1, 3), 16));
    expect(new Set(classes)).toEqual(new Set([0, 1, 2]));
    classes.forEach((index, i) => {
      if (index > 0) expect(overlay[3 * i]).toBe(Math.round(0.6 * gray[i] + 0.4 * reds[index - 1]));
    });
  }

  it('are evaluated one by one beside the figures of any crack', async () => {
    const out = join(dir, 'evaluation');
    const text = await succeed(['evaluate', modelOf(whole), data, '--out', out]);
    expect(text).toMatch(/pooled F1/);
    for (const name of BARS) expect(text).toMatch(new RegExp(`│ ${name} +(│ [01]\\.\\d{4} +){5}│`));
    const record = JSON.parse(readFileSync(join(out, 'evaluation.json'), 'utf8'));
    expect(record.f1).toBeGreaterThan(0.6);
    expect(record.by_class.map((score: { class: string }) => score.class)).toEqual(BARS);
    for (const { f1, mean_dice } of record.by_class) expect(Math.min(f1, mean_dice)).toBeGreaterThan(0.6);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('## By class');
  });

  it('are compared with a training of one class by what is any crack; of masks alone no class is told', async () => {
    const binary = join(dir, 'binary');
    await succeed(['train', data, '--out', binary, '--epochs', '2', ...network]);
    const runs = [whole, binary].map(out => join(out, onlyRunIn(out)));
    const compared = await succeed(['compare', ...runs]);
    expect(compared).toContain('classes');
    const masksOnly = join(dir, 'masks-only');
    cpSync(data, masksOnly, { recursive: true });
    rmSync(join(masksOnly, 'labels'), { recursive: true });
    const text = await succeed(['evaluate', modelOf(whole), masksOnly]);
    expect(text).toContain('pooled F1');
    expect(text).not.toContain('By class');
    expect(existsSync(join(masksOnly, 'labels'))).toBe(false);
  });

  it('are refused in one sentence when they cannot be', async () => {
    const refusal = async (classes: string) => {
      const { exitCode, stderr } = await studio(['train', data, '--out', dir, ...network, '--classes', classes]);
      expect(exitCode).not.toBe(0);
      return stderr;
    };
    expect(await refusal('across,across')).toContain('error: --classes wants at most 32 different names');
    expect(await refusal('background,across')).toContain('error: --classes wants');
    expect(await refusal('across,dwon')).toContain('error: No train image has a label of the class dwon');
  });
});

import type { ModelCard } from '../../shared/schemas/model-card.ts';
import type { EpochMetrics } from '../../shared/schemas/training.ts';

/** Rows of a table of epochs: of more epochs, every second, third, … is shown, and the last. */
const ROWS = 40;

/** A model card for people, in Markdown. */
export function cardText(card: ModelCard): string {
  const { run, model, data, split, settings, epochs, best, machine, time } = card;
  const seen = (side: { images: number; positives: number }) => `${side.images} images, ${side.positives} with a crack`;
  const sections = [
    `# Model card: ${run}`,
    best
      ? `Finds ${model.classes.join(', ')}: validation Dice **${best.va_dice.toFixed(4)}**, IoU ${best.va_iou.toFixed(4)}, of epoch ${best.epoch}.`
      : 'No epoch was validated.',
    ...(best?.va_dice_by_class ? [byClass(best.va_dice_by_class)] : []),
    table('Use', [
      ['input', `${model.inputSize} x ${model.inputSize} px: ${model.preprocessing}`],
      settings.classes.length > 0
        ? [
            'classes',
            `${model.classes.join(', ')}: the likeliest, or the background; the first channel is the background's`,
          ]
        : ['crack where the probability is above', String(model.threshold)],
    ]),
    table('Data', [
      ['folder', data.folder],
      ['train', seen(data.train)],
      ['val', seen(data.val)],
      ['hash', data.hash ?? 'unknown'],
      ['split by', split?.group ?? 'another program'],
      ...(split
        ? [
            ['share of val', String(split.valRatio)],
            ['seed of the split', String(split.seed)],
            ['split made', split.at],
          ]
        : []),
    ]),
    table(
      'Settings',
      Object.entries(settings).map(([name, value]) => [name, inCell(value)]),
    ),
    curves(epochs),
    table('Machine and time', [
      ['device', `${machine.device} (${machine.deviceReason})`],
      ['processor', `${machine.cpu}, ${machine.threads} threads, ${machine.memoryMib} MiB`],
      ['system', `${machine.system}, Node ${machine.node}`],
      ['ONNX Runtime', machine.onnxruntime ?? 'unknown'],
      ['Crack Studio', machine.studio],
      ['started', time.started ?? 'unknown'],
      ['ended', card.stopped ? `${time.ended}, before all epochs were done` : time.ended],
      ['training', `${time.trainingSeconds.toFixed(1)} s in ${epochs.length} epochs`],
    ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function byClass(dice: Readonly<Record<string, number>>): string {
  const each = Object.entries(dice).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  return `Dice by class, of which that is the mean: ${each.join(', ')}. Where an image neither has nor is given a class, it scores 1.`;
}

function table(title: string, rows: readonly string[][]): string {
  const lines = rows.map(row => `| ${row.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [`## ${title}`, '', '| | |', '|---|---|', ...lines].join('\n');
}

function inCell(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function curves(epochs: readonly EpochMetrics[]): string {
  const every = Math.ceil(epochs.length / ROWS);
  const shown = epochs.filter((_, i) => i % every === 0 || i === epochs.length - 1);
  const rows = shown.map(
    m =>
      `| ${m.epoch} | ${m.tr_loss.toFixed(4)} | ${m.va_loss.toFixed(4)} | ${m.va_dice.toFixed(4)} | ${m.va_iou.toFixed(4)} |`,
  );
  const head = ['## Curves', '', '| epoch | train loss | val loss | val Dice | val IoU |', '|---|---|---|---|---|'];
  return [...head, ...rows].join('\n');
}

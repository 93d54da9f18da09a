import { Command, Option } from 'commander';
import { type PredictionMode, predictionModeSchema } from '../../shared/contract-inspect.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { folder, number } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { type Output, outputOf } from '../output.ts';

interface Flags {
  out: string;
  threshold: number;
  mode: PredictionMode;
  device: Device;
  tta?: true;
}

/** `--threshold` and the like, which `predict` and `evaluate` share. */
export function inferenceOptions(): Option[] {
  return [
    new Option('--threshold <p>', 'a pixel is crack where its probability is above')
      .argParser(number('--threshold', 0, 1))
      .default(0.5),
    new Option('--mode <mode>', 'as the model was trained, or resize the whole image, or tile it at native resolution')
      .choices(predictionModeSchema.options)
      .default('trained' as PredictionMode),
    new Option('--device <name>', 'where to compute').choices(['cpu', 'webgpu']).default('cpu'),
  ];
}

/** `--tta`, where a picture may take eight times as long. */
export function viewsOption(): Option {
  return new Option('--tta', 'look at every picture turned and mirrored, too, and take the mean: eight times as long');
}

/** `studio predict MODEL IMAGES…`: masks, probabilities and overlays of images or folders of images. */
export function predictCommand(): Command {
  const command = new Command()
    .description('write masks, probabilities and overlays of the cracks a model sees')
    .argument('<model>', 'model.onnx of a training run, or starter: the one that the studio brings along')
    .argument('<images...>', 'images, or folders of images')
    .requiredOption(
      '--out <dir>',
      'gets masks/, probabilities/ and overlays/, with classes also classes/',
      folder('--out'),
    );
  for (const option of [...inferenceOptions(), viewsOption()]) command.addOption(option);
  return command.action(async (model: string, paths: string[], flags: Flags) => {
    const { openPredictor } = await import('../../main/jobs/predictor.ts');
    const { inAllViews } = await import('../../main/jobs/all-views.ts');
    const { forkWorker } = await import('../../main/jobs/worker-host.ts');
    const { listImages } = await import('../../main/inspection/image-list.ts');
    const images = await listImages(paths);
    const { device } = flags;
    const opened = await openPredictor({ model, device, spawnWorker: forkWorker, signal: interruption() });
    const predictor = flags.tta ? inAllViews(opened) : opened;
    try {
      await predictAll({ predictor, images, ...flags }, outputOf(command));
    } finally {
      predictor.close();
    }
  });
}

type PredictAll = typeof import('../../main/inspection/predict-images.ts').predictImages;

async function predictAll(options: Parameters<PredictAll>[0], output: Output): Promise<void> {
  const { predictImages } = await import('../../main/inspection/predict-images.ts');
  const { images, out } = options;
  const progress = output.progress('predict', images.length);
  let [done, failed] = [0, 0];
  try {
    for await (const result of predictImages(options)) {
      progress.update(++done);
      if ('error' in result) {
        if (images.length === 1) throw new StudioError(result.error);
        failed++;
        output.note(`error: ${result.error}`);
        continue;
      }
      const { image, crackPixels, crackShare, maxProbability, classPixels } = result;
      output.print(
        {
          image: image.path,
          stem: image.stem,
          crack_pixels: crackPixels,
          crack_share: crackShare,
          max_probability: maxProbability,
          ...(classPixels && { class_pixels: classPixels }),
        },
        `${image.stem}: ${crackPixels} crack px (${(100 * crackShare).toFixed(2)} %)${inClasses(classPixels)}, max p ${maxProbability.toFixed(3)}`,
      );
    }
  } finally {
    progress.end();
  }
  if (failed > 0) throw new StudioError(`${failed} of ${images.length} images could not be read; see the lines above.`);
  const classes = options.predictor.classes.length > 0 ? ', classes/' : '';
  if (images.length > 0) output.note(`Written to ${out}: masks/, probabilities/, overlays/${classes}.`);
}

function inClasses(pixels: Record<string, number> = {}): string {
  return Object.entries(pixels)
    .map(([name, count]) => `, ${name} ${count}`)
    .join('');
}

import { provenFile } from '../../node/open-file.ts';
import type { FilePath } from '../../node/project-path.ts';
import { namedModel } from '../../node/starter-model.ts';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { StudioError } from '../../shared/errors.ts';
import { quoted } from '../../shared/foreign-text.ts';
import type { FloatImage, GrayImage } from '../../shared/image/gray-image.ts';
import { resizeBilinear, resizeBilinearFloat } from '../../shared/image/resize.ts';
import { channelsOf, crackOf } from '../../shared/inference/class-channels.ts';
import { addTile, cutTile, planTiles, tilesOf } from '../../shared/inference/tiles.ts';
import { classesOf, type InputMode, inputModeOf } from '../../shared/model-usage.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { encoderIn, SIZE_MULTIPLE } from '../../shared/training/encoders.ts';
import { SETTINGS } from '../../shared/training/settings/settings.ts';
import { type InferenceLine, openInferenceLine } from './inference-line.ts';
import type { SpawnWorker } from './worker-host.ts';

export interface PredictorOptions {
  /** Path of the model.onnx. */
  model: FilePath;
  device: Device;
  spawnWorker: SpawnWorker;
  /** Ends the worker; what is being predicted then throws. */
  signal?: AbortSignal;
}

export interface PredictOptions {
  /** Side of the network's square, a multiple of the network's `SIZE_MULTIPLE`, px. Default: the model's. */
  readonly size?: number | undefined;
  /** Ends the prediction before its next tile; the process lives on. */
  readonly signal?: AbortSignal | undefined;
  readonly onTile?: ((done: number, total: number) => void) | undefined;
}

/** A model loaded in a process of its own. */
export interface Predictor {
  /** Side of the square the model was trained on, px. */
  readonly inputSize: number;
  /** How the model was trained, and sees pictures in the mode `trained`. */
  readonly inputMode: InputMode;
  /** What the model's file says of itself. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The classes that the model tells apart, in the order of its channels behind the background's; none when it has one channel. */
  readonly classes: readonly string[];
  /** The probability of crack for every pixel of `image`, [height, width]; of any class, where these are told apart. */
  predict(image: GrayImage, mode: PredictionMode, options?: PredictOptions): Promise<Float32Array>;
  /** The probability of each channel, [height, width] each: the background, then `classes`. Of a model that has them. */
  predictClasses(image: GrayImage, mode: PredictionMode, options?: PredictOptions): Promise<Float32Array[]>;
  /** Ends the process. */
  close(): void;
}

/** The largest that a network can be trained with, px. */
const MOST_INPUT_SIZE = SETTINGS.size.max;

/** What the probabilities of one picture may take, in numbers: 2 GiB. */
const MOST_VALUES = 2 ** 29;

/** The reference pipeline's input size, for a model that does not tell its own. */
const DEFAULT_INPUT_SIZE = 512;

/** Loads a model; throws a StudioError when the file is missing, no crack model, or does not run on the device. */
export async function openPredictor({ model, device, spawnWorker, signal }: PredictorOptions): Promise<Predictor> {
  const line = await openInferenceLine(spawnWorker, await provenFile(namedModel(model)), device, signal);
  const inputSize = inputSizeOf(line.metadata);
  const inputMode = inputModeOf(line.metadata);
  if (inputSize === undefined || inputMode === undefined) {
    line.close();
    const { input_size: size, input_mode: mode } = line.metadata;
    const multiple = SIZE_MULTIPLE[encoderIn(line.metadata)];
    const named =
      inputSize === undefined
        ? `an input size of ${quoted(String(size))}, no multiple of ${multiple} up to ${MOST_INPUT_SIZE}`
        : `an unknown input mode, ${quoted(String(mode))}`;
    throw new StudioError(`${model} names ${named}; export the model again.`);
  }
  const classes = classesOf(line.metadata);
  const predictClasses: Predictor['predictClasses'] = async (image, mode, { size = inputSize, ...options } = {}) => {
    const task = { line, image, size, channels: classes.length + 1 };
    if (task.channels * image.width * image.height > MOST_VALUES) {
      throw new StudioError(
        `A picture of ${image.width} x ${image.height} px is too large for the ${classes.length} classes of ${model}: cut it up.`,
      );
    }
    return modeIn(mode, inputMode) === 'tile' ? predictTiles(task, options) : predictResized(task);
  };
  return {
    ...{ inputSize, inputMode, classes, metadata: line.metadata },
    predictClasses,
    async predict(image, mode, options) {
      return crackOf(await predictClasses(image, mode, options));
    },
    close: line.close,
  };
}

/** What a prediction mode comes to for a model. */
export function modeIn(mode: PredictionMode, trained: InputMode): InputMode {
  return mode === 'trained' ? trained : mode;
}

function inputSizeOf(metadata: Readonly<Record<string, string>>): number | undefined {
  const size = Number(metadata.input_size ?? DEFAULT_INPUT_SIZE);
  const isPossible = Number.isInteger(size) && size > 0 && size <= MOST_INPUT_SIZE;
  return isPossible && size % SIZE_MULTIPLE[encoderIn(metadata)] === 0 ? size : undefined;
}

interface PredictionTask {
  readonly line: InferenceLine;
  readonly image: GrayImage;
  readonly size: number;
  /** How many the model has. */
  readonly channels: number;
}

/** As in training and in the reference inspector: one square without letterbox, bilinear both ways. */
async function predictResized({ line, image, size, channels }: PredictionTask): Promise<Float32Array[]> {
  const pixels = Float32Array.from(resizeBilinear(image, size, size).data, value => value / 255);
  const probability = channelsOf(await line.infer(pixels, size), channels);
  return probability.map(
    data => resizeBilinearFloat({ width: size, height: size, data }, image.width, image.height).data,
  );
}

async function predictTiles(
  { line, image, size, channels }: PredictionTask,
  { signal, onTile }: PredictOptions,
): Promise<Float32Array[]> {
  const { width, height } = image;
  const plan = planTiles(width, height, size);
  const tiles = tilesOf(plan);
  const sums = Array.from({ length: channels }, (): FloatImage => {
    return { width, height, data: new Float32Array(width * height) };
  });
  for (const [i, tile] of tiles.entries()) {
    signal?.throwIfAborted();
    onTile?.(i, tiles.length);
    const blended = channelsOf(await line.infer(cutTile(image, plan, tile), size), channels);
    for (const [channel, sum] of sums.entries()) addTile(sum, plan, tile, blended[channel]);
  }
  return sums.map(({ data }) => data);
}

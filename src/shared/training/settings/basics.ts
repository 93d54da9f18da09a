import * as z from 'zod';
import { BACKGROUND } from '../../model-usage.ts';
import { SEEDS } from '../../random.ts';
import { choice, decimal, type NamesSetting, type TextSetting, whole } from './setting.ts';

const encoderWeights: TextSetting = {
  kind: 'text',
  about:
    'what resnet34 starts from: a .pth, .pt or .safetensors as torchvision has it; without one from random weights',
  flag: 'file',
  field: {
    label: 'Encoder weights',
    hint: "full path of torchvision's resnet34 as .pth, .pt or .safetensors; empty starts from scratch",
  },
  reference: null,
  onlyWith: ['encoder', 'resnet34'],
  schema: z.string().max(4096).default('').describe('the path of a .pth, .pt or .safetensors file'),
};

const from: TextSetting = {
  kind: 'text',
  about:
    'the starting model (starter), an earlier run, or a network of ours as .pt, .onnx or .safetensors, whose weights it starts from; Adam and the epochs begin anew',
  flag: 'starter|run|file',
  field: {
    label: 'Start from',
    hint: 'starter (plain, width 16), or the full path of a run or a model of the same network; empty starts anew',
  },
  reference: null,
  schema: z
    .string()
    .max(4096)
    .default('')
    .describe("the path of a run's folder or of a .pt, .onnx or .safetensors file, or starter"),
};

/** In the order of the network's channels. Their own part of the window, which knows the project's classes. */
const classes: NamesSetting = {
  kind: 'names',
  about: 'classes to tell apart, with commas between; without it all labels are learned as one',
  flag: 'names',
  field: null,
  reference: 'crack is the only class',
  schema: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(100)
        .regex(/^[^,]+$/),
    )
    .max(32)
    .refine(names => !names.includes(BACKGROUND) && new Set(names).size === names.length)
    .readonly()
    .default([])
    .describe(`at most 32 different names of classes with commas between, none of them "${BACKGROUND}"`),
};

/** How large the network is, how long it learns, and what computes. */
export const BASICS = {
  epochs: whole({
    default: 30,
    min: 1,
    max: 10_000,
    about: 'passes over the train split',
    flag: 'n',
    field: { label: 'Epochs', hint: 'passes over the images' },
    reference: '`EPOCHS`',
  }),
  /** What the others were planned by (`shared/training/plan.ts`); said of itself, for each is written down, too. */
  recipe: choice({
    default: 'reference',
    options: { reference: 'The reference’s', auto: 'Planned' },
    about: 'reference, or auto: planned from the images, this machine and the time; what else is said goes before',
    flag: 'name',
    field: null,
    reference: 'its only one',
  }),
  /** The epochs are made as many as fit (`workers/training/time-limit.ts`). */
  minutes: whole({
    default: 0,
    min: 0,
    max: 10_080,
    about:
      'how long the epochs may take together; the training is then planned and ends by itself; 0: as long as they take',
    flag: 'n',
    field: null,
    reference: null,
  }),
  /** Few images make epochs of few steps, which are validated more often than is worth the time. */
  steps: whole({
    default: 0,
    min: 0,
    max: 100_000,
    step: 50,
    about: 'optimiser steps an epoch; 0: as many as the images or, of crops, their area make',
    flag: 'n',
    field: { label: 'Steps an epoch', hint: '0: as many as the images make' },
    reference: null,
  }),
  /** Per optimiser step, times `accumulate`. */
  batch: whole({
    default: 16,
    min: 1,
    max: 1024,
    about: 'images that go through the network at once',
    flag: 'n',
    field: { label: 'Batch', hint: 'images a step' },
    reference: '`BATCH_SIZE`',
  }),
  /** With some encoders a multiple of more (`encoders.ts`). */
  size: whole({
    default: 512,
    min: 16,
    max: 4096,
    multipleOf: 16,
    about: 'side of the network input, a multiple of 16, with resnet34 of 32',
    flag: 'px',
    field: { label: 'Input size', hint: 'px, a multiple of 16 (ResNet-34: 32)' },
    reference: '`INPUT_SIZE`',
  }),
  /** The five levels have base · {1, 2, 4, 8, 16} channels. */
  base: whole({
    default: 32,
    min: 1,
    max: 256,
    step: 4,
    about: 'channels of the first level; with resnet34 of the last one of the decoder',
    flag: 'n',
    field: { label: 'Base', hint: 'width of the network' },
    reference: '`base_channels`',
  }),
  /** The half of the network that looks: the reference's, or a ResNet-34 (`workers/nn/resnet34-unet.ts`). */
  encoder: choice({
    default: 'plain',
    options: { plain: 'Plain', resnet34: 'ResNet-34' },
    about: "plain, the reference's, or resnet34",
    flag: 'name',
    field: { label: 'Encoder' },
    reference: 'its only network',
  }),
  classes,
  encoderWeights,
  from,
  /** `schedule` says what becomes of it. */
  lr: decimal({
    default: 1e-3,
    min: 0,
    above: true,
    max: 10,
    step: 1e-4,
    digits: 7,
    about: 'learning rate of Adam',
    flag: 'rate',
    field: { label: 'Learning rate', hint: 'of Adam' },
    reference: '`LR`',
  }),
  seed: whole({
    ...SEEDS,
    about: 'seed of weights, sampling and augmentation',
    flag: 'n',
    field: { label: 'Seed', hint: 'same seed, same run' },
    reference: 'the same seed, of other generators',
  }),
  engine: choice({
    default: 'onnx',
    options: { onnx: 'ONNX Runtime', pytorch: 'PyTorch', tensorflow: 'TensorFlow (experimental)' },
    about:
      'onnx; pytorch where a Python with torch is found; tensorflow (experimental) where its native library is installed',
    flag: 'name',
    field: { label: 'Engine' },
    reference: 'PyTorch',
  }),
  /** `auto` measures and says why. TensorFlow chooses by itself. */
  device: choice({
    default: 'auto',
    options: { auto: 'Fastest', cpu: 'CPU', webgpu: 'WebGPU' },
    about: 'of onnx: auto, cpu or webgpu',
    flag: 'name',
    field: { label: 'Device' },
    reference: 'CUDA where there is one',
    onlyWith: ['engine', 'onnx'],
  }),
  /** 0 augments between steps. */
  workers: whole({
    default: 1,
    min: 0,
    max: 64,
    about: 'threads that prepare batches while the device computes; 0 prepares them between steps',
    flag: 'n',
    field: { label: 'Threads', hint: 'that prepare batches' },
    reference: '`NUM_WORKERS`, 4 of them',
  }),
};

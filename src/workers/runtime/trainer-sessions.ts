import { networkIn } from '../nn/architecture.ts';
import { buildAverage } from '../nn/average.ts';
import { stepBytes, validationBytes } from '../nn/memory.ts';
import { buildGradientStep, buildTrainStep, buildUpdate, buildValidation } from '../nn/train-step.ts';
import type { TrainerOptions } from '../nn/trainer.ts';
import { createSession, type Session } from './session.ts';

export type Pass = 'step' | 'gradient' | 'update' | 'average' | 'validation';

/** A trainer's options but the state: what its sessions are built for. */
type SessionsOptions = Omit<TrainerOptions, 'state'>;

/** The outputs that stay on the device: they are fed to the next run. */
const RESIDENT: Record<Pass, readonly string[]> = {
  step: ['next.params', 'next.m', 'next.v', 'next.running'],
  gradient: ['next.gradient', 'next.running'],
  update: ['next.params', 'next.m', 'next.v'],
  average: ['next.averageParams', 'next.averageRunning'],
  validation: [],
};

/**
 * The sessions of a trainer, built when first asked for: one for each pass and number of images, for shapes are static.
 * Each holds on to the memory of its last run. Where two do not fit side by side (a full batch, and the smaller one that
 * ends an epoch) the older is freed and built again when its turn comes.
 */
export class TrainerSessions {
  readonly #options: SessionsOptions;
  readonly #budget: number;
  readonly #sessions = new Map<string, { bytes: number; session: Session }>();

  /** @param budget bytes that all sessions may hold together */
  constructor(options: SessionsOptions, budget: number) {
    this.#options = options;
    this.#budget = budget;
  }

  async get(pass: Pass, images: number): Promise<Session> {
    const key = `${pass} ${images}`;
    const known = this.#sessions.get(key);
    if (known) return known.session;
    const { device, threads } = this.#options;
    const bytes = this.#bytes(pass, images);
    await this.#makeRoom(bytes);
    const settings = { device, resident: RESIDENT[pass], ...(threads ? { threads } : {}) };
    const session = await createSession(this.#build(pass, images), settings);
    this.#sessions.set(key, { bytes, session });
    return session;
  }

  #bytes(pass: Pass, images: number): number {
    if (pass === 'update' || pass === 'average') return 0;
    return pass === 'validation' ? validationBytes(this.#options, images) : stepBytes(this.#options, images);
  }

  /** Frees the oldest sessions until `bytes` more fit. */
  async #makeRoom(bytes: number): Promise<void> {
    let held = [...this.#sessions.values()].reduce((sum, session) => sum + session.bytes, 0);
    for (const [key, entry] of this.#sessions) {
      if (held + bytes <= this.#budget) return;
      if (entry.bytes === 0) continue;
      this.#sessions.delete(key);
      await entry.session.release();
      held -= entry.bytes;
    }
  }

  #build(pass: Pass, batch: number): Uint8Array {
    const { device: target, height, width, loss, clipNorm } = this.#options;
    const weightDecay = Boolean(this.#options.weightDecay);
    const network = networkIn(this.#options);
    const shape = { ...network, target, height, width, batch, weightDecay, clipNorm, ...(loss && { loss }) };
    switch (pass) {
      case 'step':
        return buildTrainStep(shape);
      case 'gradient':
        return buildGradientStep(shape);
      case 'update':
        return buildUpdate(shape);
      case 'average':
        return buildAverage(shape);
      case 'validation':
        return buildValidation(shape);
    }
  }

  async release(): Promise<void> {
    for (const [key, { session }] of this.#sessions) {
      this.#sessions.delete(key);
      await session.release();
    }
  }
}

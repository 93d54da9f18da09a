import {
  clampFrame,
  clockOffset,
  type FrameTimes,
  frameAfterJump,
  nearestFrame,
  seekSeconds,
} from '../app/frame-times.ts';

export interface PlayerEvents {
  /** The frame on the screen, or on its way there. */
  onFrame(frame: number): void;
  /** The speed of play; 0 when it stands still. */
  onRate(rate: number): void;
  /** The file cannot be played here. */
  onFailure(): void;
}

/** Between two pictures when it plays backwards, ms: a `<video>` cannot, so that it seeks. */
const BACKWARDS_MS = 120;

/**
 * Plays a video and knows at any moment which frame is on the screen. While it stands still the frame that was asked for
 * counts, not what the player makes of the seek.
 */
export class Player {
  readonly #video: HTMLVideoElement | null;
  readonly #events: PlayerEvents;
  readonly #leave = new AbortController();
  #times: FrameTimes;
  #frame: number;
  /** The media time of the first picture and of the one on the screen, ms; null before there is one. */
  #firstMs: number | null = null;
  #shownMs: number | null = null;
  /** Whether the picture that was asked for is still on its way to the screen. */
  #isComing = false;
  /** Where to begin, until the user goes elsewhere. */
  #asked: number | null;
  #rate = 0;
  /** At which `toggle` plays. */
  #speed = 1;
  /** Whether the frame was asked for; else it follows the pictures as they appear. */
  #pinned = true;
  #backwards: ReturnType<typeof setInterval> | undefined;
  /** The last start of play. What interrupted an earlier one, a pause and a start, is no reason to stop. */
  #start: Promise<void> | undefined;

  /** Without a video element it only steps. `frame`: where to begin. */
  constructor(video: HTMLVideoElement | null, timesMs: readonly number[], frame: number, events: PlayerEvents) {
    this.#video = video;
    this.#events = events;
    this.#times = { timesMs, offsetMs: 0 };
    this.#asked = frame;
    this.#frame = clampFrame(timesMs, frame);
    if (video) this.#listen(video);
  }

  get frame(): number {
    return this.#frame;
  }

  /** ms from the first picture to the one on the screen, by the file's own times; to the one asked for while that is on its way. */
  get meantMs(): number {
    const { timesMs } = this.#times;
    if (this.#isComing || this.#firstMs === null || this.#shownMs === null) return timesMs[this.#frame] - timesMs[0];
    return this.#shownMs - this.#firstMs;
  }

  /** The player's time, s, at which to seek for a frame; of any player of the same file. */
  seekSeconds(frame: number): number {
    return seekSeconds(this.#times, frame);
  }

  /** The frames have been counted: goes on at the picture that is meant, by its number. */
  count(timesMs: readonly number[]): void {
    const time = timesMs[0] + this.meantMs;
    this.#times = timesFrom(timesMs, this.#firstMs);
    if (this.#asked !== null) this.#pin(this.#asked);
    else this.#setFrame(nearestFrame({ timesMs, offsetMs: 0 }, time));
  }

  get rate(): number {
    return this.#rate;
  }

  dispose(): void {
    this.#stop();
    this.#leave.abort();
    this.#video?.pause();
  }

  /** Stands still and shows a frame; one outside the video is the nearest in it. */
  show(frame: number): void {
    this.#asked = null;
    this.#stop();
    this.#pin(frame);
  }

  step(frames: number): void {
    this.show(this.#frame + frames);
  }

  jump(seconds: number): void {
    this.#asked = null;
    const isPlaying = this.#rate > 0;
    this.#pin(frameAfterJump(this.#times.timesMs, this.#frame, seconds));
    if (isPlaying) this.#pinned = false;
  }

  /** From now on it plays at this speed; at once, if it plays. */
  setSpeed(speed: number): void {
    this.#speed = speed;
    if (this.#rate > 0) this.play(speed);
  }

  toggle(): void {
    if (this.#rate === 0) this.play(this.#speed);
    else this.pause();
  }

  /** Stays at the frame seen last; the player's clock may be ahead of it. */
  pause(): void {
    this.show(this.#frame);
  }

  play(rate: number): void {
    const { timesMs } = this.#times;
    if (!this.#video) return;
    this.#asked = null;
    this.#stop();
    if (rate < 0) {
      this.#setRate(rate);
      this.#backwards = setInterval(() => this.#goBack(), BACKWARDS_MS);
      return;
    }
    if (this.#frame === timesMs.length - 1) this.#pin(0);
    this.#pinned = false;
    this.#video.playbackRate = rate;
    this.#setRate(rate);
    const start = this.#video.play();
    this.#start = start;
    start.catch(() => this.#start === start && this.#stop());
  }

  #goBack(): void {
    if (this.#frame === 0) {
      this.#stop();
      return;
    }
    // A seek under way is waited for: else none of the pictures would ever be seen.
    if (this.#video?.seeking) return;
    this.#pin(frameAfterJump(this.#times.timesMs, this.#frame, (this.#rate * BACKWARDS_MS) / 1000));
  }

  #stop(): void {
    clearInterval(this.#backwards);
    this.#start = undefined;
    this.#video?.pause();
    this.#setRate(0);
  }

  #setRate(rate: number): void {
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#events.onRate(rate);
  }

  #setFrame(frame: number): void {
    if (frame === this.#frame) return;
    this.#frame = frame;
    this.#events.onFrame(frame);
  }

  #pin(frame: number): void {
    this.#pinned = true;
    this.#setFrame(clampFrame(this.#times.timesMs, frame));
    this.#seek();
  }

  /** One seek at a time; the next goes to where the frame is by then. */
  #seek(): void {
    const video = this.#video;
    if (!video || this.#firstMs === null) return;
    const target = seekSeconds(this.#times, this.#frame);
    if (!video.seeking && Math.abs(video.currentTime - target) <= 1e-4) return;
    this.#isComing = true;
    if (!video.seeking) video.currentTime = target;
  }

  #listen(video: HTMLVideoElement): void {
    const { signal } = this.#leave;
    const hear = (name: string, listener: () => void) => video.addEventListener(name, listener, { signal });
    hear('seeked', () => this.#pinned && this.#seek());
    hear('ended', () => this.show(this.#times.timesMs.length - 1));
    hear('error', () => this.#events.onFailure());
    // Sound without pictures: Chromium knows the container, not the codec.
    hear('loadedmetadata', () => video.videoWidth === 0 && this.#events.onFailure());
    let handle = video.requestVideoFrameCallback(function next(this: void, _now, { mediaTime }) {
      seen(mediaTime * 1000);
      handle = video.requestVideoFrameCallback(next);
    });
    const seen = (mediaMs: number) => {
      if (!video.seeking) this.#isComing = false;
      this.#seen(mediaMs);
    };
    signal.addEventListener('abort', () => video.cancelVideoFrameCallback(handle));
  }

  /** A picture has appeared. The very first one tells where the player's clock begins. */
  #seen(mediaMs: number): void {
    this.#shownMs = mediaMs;
    if (this.#firstMs === null) {
      this.#firstMs = mediaMs;
      this.#times = timesFrom(this.#times.timesMs, mediaMs);
      // A clock that starts before the first picture would play nothing until there.
      if (this.#frame !== 0 || this.#times.offsetMs !== 0) this.#seek();
      return;
    }
    if (!this.#pinned) this.#setFrame(nearestFrame(this.#times, mediaMs));
  }
}

function timesFrom(timesMs: readonly number[], firstMediaMs: number | null): FrameTimes {
  return { timesMs, offsetMs: firstMediaMs === null ? 0 : clockOffset(timesMs, firstMediaMs) };
}

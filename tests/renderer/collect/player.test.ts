import { describe, expect, it } from 'vitest';
import { Player } from '../../../src/renderer/collect/player.ts';

/** As much of a `<video>` as the player uses; as in a browser, a pause breaks off a start that is not yet through. */
function slowVideo() {
  let [isSeeking, time] = [false, 0];
  let paint: VideoFrameRequestCallback | undefined;
  let breakOff: (() => void) | undefined;
  let isPaused = true;
  const video = Object.assign(new EventTarget(), {
    playbackRate: 1,
    requestVideoFrameCallback(callback: VideoFrameRequestCallback) {
      paint = callback;
      return 0;
    },
    cancelVideoFrameCallback() {},
    play() {
      isPaused = false;
      return new Promise<void>((_, reject) => {
        breakOff = () => reject(new DOMException('interrupted by pause()', 'AbortError'));
      });
    },
    pause() {
      isPaused = true;
      breakOff?.();
    },
    /** What it does when its file cannot be read. */
    fail: () => breakOff?.(),
  });
  Object.defineProperties(video, {
    seeking: { get: () => isSeeking },
    currentTime: {
      get: () => time,
      set(to: number) {
        [isSeeking, time] = [true, to];
      },
    },
  });
  return {
    video,
    isPaused: () => isPaused,
    /** A picture comes to the screen, that of a seek if one is under way. */
    paint(mediaTime: number) {
      isSeeking = false;
      video.dispatchEvent(new Event('seeked'));
      paint?.(0, { mediaTime } as VideoFrameCallbackMetadata);
    },
  };
}

function playerOf({ video }: ReturnType<typeof slowVideo>) {
  return new Player(video as never, [0, 40, 80], 0, { onFrame() {}, onRate() {}, onFailure() {} });
}

const settled = () => new Promise(resolve => setTimeout(resolve));

describe('a player', () => {
  it('plays on when it is told another speed before it has begun to play', async () => {
    const slow = slowVideo();
    const player = playerOf(slow);
    for (const rate of [1, 2, 4]) player.play(rate);
    await settled();
    expect([player.rate, slow.video.playbackRate, slow.isPaused()]).toEqual([4, 4, false]);
  });

  it('stands still when play cannot begin', async () => {
    const slow = slowVideo();
    const player = playerOf(slow);
    player.play(1);
    slow.video.fail();
    await settled();
    expect([player.rate, slow.isPaused()]).toEqual([0, true]);
  });

  it('means the frame that was asked for until its picture is on the screen, and then that picture', () => {
    const slow = slowVideo();
    const player = playerOf(slow);
    slow.paint(0.01);
    player.show(2);
    expect(player.meantMs).toBe(80);
    slow.paint(0.097);
    expect(player.meantMs).toBeCloseTo(87);
  });

  it('stays at the time that was asked for when the frames are counted before its picture is there', () => {
    const slow = slowVideo();
    const player = playerOf(slow);
    slow.paint(0);
    player.show(2);
    player.count([0, 20, 40, 60, 80]);
    expect(player.frame).toBe(4);
  });
});

import { describe, expect, it } from 'vitest';
import { Player } from '../../../src/renderer/collect/player.ts';

/** As much of a `<video>` as the player uses; as in a browser, a pause breaks off a start that is not yet through. */
function slowVideo() {
  let breakOff: (() => void) | undefined;
  let isPaused = true;
  const video = Object.assign(new EventTarget(), {
    playbackRate: 1,
    currentTime: 0,
    seeking: false,
    requestVideoFrameCallback: () => 0,
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
  return { video, isPaused: () => isPaused };
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
});

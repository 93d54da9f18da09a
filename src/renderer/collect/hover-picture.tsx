import { useEffect, useRef } from 'react';
import { formatTime } from '../../shared/time.ts';
import classes from './collect.module.css';
import { letGoOf } from './let-go.ts';
import { useCollect, useCollectStore } from './use-collect.ts';

/** CSS px. */
const WIDTH = 176;

interface Props {
  /** What is played, or null when nothing is. */
  readonly url: string | null;
  readonly frame: number;
  /** Of the timeline. */
  readonly percent: number;
}

/** What is at a place of the timeline: a picture for the eye, from a player of its own, and its time. */
export function HoverPicture({ url, frame, percent }: Props) {
  const { player } = useCollect();
  const { timesMs, info } = useCollectStore(store => store.video);
  const video = useRef<HTMLVideoElement>(null);
  const wanted = useRef(0);
  wanted.current = player.current?.seekSeconds(frame) ?? 0;
  // One seek at a time; the next goes to where the pointer is by then.
  const seek = () => {
    const element = video.current;
    if (!element || element.readyState === 0 || element.seeking) return;
    if (Math.abs(element.currentTime - wanted.current) > 0.02) element.currentTime = wanted.current;
  };
  useEffect(seek);
  useEffect(() => letGoOf(video.current), []);
  return (
    <div className={classes.hover} style={{ left: `clamp(${WIDTH / 2}px, ${percent}%, calc(100% - ${WIDTH / 2}px))` }}>
      {url !== null && (
        <video
          ref={video}
          src={url}
          muted
          playsInline
          preload="metadata"
          style={{ width: WIDTH, height: (WIDTH * info.height) / info.width }}
          onLoadedMetadata={seek}
          onSeeked={seek}
        />
      )}
      {`${formatTime(timesMs[frame])} · frame ${frame}`}
    </div>
  );
}

import { useDidUpdate, useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { Point } from '../../shared/schemas/label.ts';
import { fitted, fittedTo, type Size, type Viewport, wheelFactor, zoomedAt } from '../canvas/viewport.ts';
import classes from './collect.module.css';
import { letGoOf } from './let-go.ts';
import { Player } from './player.ts';
import { roiOf } from './roi-editor.ts';
import { RoiLayer } from './roi-layer.tsx';
import { useCollect, useCollectStore } from './use-collect.ts';
import { useExactFrame } from './use-exact-frame.ts';
import type { Source } from './use-source.ts';

/** The frame: the video while it plays, the exact picture when it stands still, and the ROI upon it. */
export function FrameView({ source }: { source: Source }) {
  const { ref, width, height } = useElementSize();
  const info = useCollectStore(store => store.video.info);
  const [zoomed, setZoomed] = useState<Viewport | null>(null);
  const view = { width, height };
  const viewport = zoomed ?? fitted(info, view);
  const { store, fit } = useCollect();
  fit.current = () => setZoomed(zoomed ? null : roiView(roiOf(store.getState().roi), view));
  // A window of another size shows the whole frame again.
  useDidUpdate(() => setZoomed(null), [width, height]);
  const place = {
    left: viewport.x,
    top: viewport.y,
    width: info.width * viewport.scale,
    height: info.height * viewport.scale,
    imageRendering: viewport.scale >= 3 ? 'pixelated' : 'auto',
  } as const;
  return (
    <div ref={ref} className={classes.view}>
      {source.url === null ? (
        <Stepper key="stepper" />
      ) : (
        <Video key={source.url} url={source.url} style={place} onFailure={source.onFailure} />
      )}
      <ExactFrame style={place} always={source.url === null} />
      {width > 0 && (
        <RoiLayer
          view={view}
          viewport={viewport}
          onZoom={(at, deltaY) => {
            const next = zoomedAt(viewport, at, wheelFactor(deltaY), info, view);
            setZoomed(next.scale <= fitted(info, view).scale ? null : next);
          }}
        />
      )}
    </div>
  );
}

/** What lies in the ROI; the whole frame, null, without one. */
function roiView(roi: readonly Point[] | null, view: Size): Viewport | null {
  if (!roi) return null;
  const [xs, ys] = [roi.map(([x]) => x), roi.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return fittedTo({ x, y, width: Math.max(...xs) + 1 - x, height: Math.max(...ys) + 1 - y }, view);
}

interface VideoProps {
  readonly url: string;
  readonly style: React.CSSProperties;
  onFailure(): void;
}

function Video({ url, style, onFailure }: VideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  usePlayer(element, onFailure);
  return <video ref={element} src={url} className={classes.picture} style={style} muted playsInline preload="auto" />;
}

/** What steps while there is nothing to play. */
function Stepper() {
  const none = useRef<HTMLVideoElement>(null);
  usePlayer(none, () => {});
  return null;
}

/** Makes a player for the element that goes on where the one before was. */
function usePlayer(element: React.RefObject<HTMLVideoElement | null>, onFailure: () => void): void {
  const { store, player } = useCollect();
  const fail = useRef(onFailure);
  fail.current = onFailure;
  useEffect(() => {
    const { video, frame } = store.getState();
    const made = new Player(element.current, video.timesMs, frame, {
      onFrame: shown => store.setState({ frame: shown }),
      onRate: rate => store.setState({ rate }),
      onFailure: () => fail.current(),
    });
    player.current = made;
    const letGo = letGoOf(element.current);
    return () => {
      made.dispose();
      letGo();
      player.current = null;
    };
  }, [store, player, element]);
}

/** The picture that would be saved, bit for bit. `always`: also while another frame is on its way. */
function ExactFrame({ style, always }: { style: React.CSSProperties; always: boolean }) {
  const frame = useCollectStore(store => store.frame);
  const isStill = useCollectStore(store => store.rate === 0);
  const exact = useExactFrame(frame, isStill);
  if (!exact || !(always || (isStill && exact.frame === frame))) return null;
  return <img src={exact.url} alt={`Frame ${exact.frame}`} className={classes.picture} style={style} />;
}

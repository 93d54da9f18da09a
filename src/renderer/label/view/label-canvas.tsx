import { Center } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type Konva from 'konva';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { Image as KonvaImage, Layer, Stage } from 'react-konva';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { ImageLabel, LabelDocument, Point, Remark, Review } from '../../../shared/schemas/label.ts';
import { Spinner } from '../../app/spinner.tsx';
import { useProject } from '../../app/studio-context.tsx';
import { useShortcuts } from '../../app/use-shortcuts.ts';
import { fitted, type Size, type Viewport, zoomedAt } from '../../canvas/viewport.ts';
import { LabelMeasured } from '../../measure/label-measured.tsx';
import classes from '../label.module.css';
import { viewShortcuts } from '../label-shortcuts.ts';
import { shownLabels, widthInHand, worldOf } from '../session-state.ts';
import { labelsOf } from '../tools/tool.ts';
import { useDocument, useLabelSession } from '../use-session.ts';
import { useSnapKey } from '../wire/use-snap-key.ts';
import { useWire } from '../wire/use-wire.ts';
import { straightWire } from '../wire/wire.ts';
import { PictureLayer, pictureBox } from './picture-layer.tsx';
import { DraftShape, Outlines, Pins, Selected, WidthCursor } from './shapes.tsx';
import { useCanvasInput } from './use-canvas-input.ts';
import { useMaskCanvas } from './use-mask-canvas.ts';
import { useRoi } from './use-roi.ts';

interface CanvasProps {
  picture: HTMLImageElement | undefined;
  /** Of the same size; shown in its place. */
  original: HTMLImageElement | undefined;
}

/** The picture with its mask, its labels and what is being drawn. */
export function LabelCanvas({ picture, original }: CanvasProps) {
  const { ref: sizeRef, width, height } = useElementSize();
  const element = useRef<HTMLDivElement>(null);
  const document = useDocument();
  const session = useLabelSession();
  const kept = useStore(session.store, state => state.viewport);
  const size = useMemo(
    () => (picture ? { width: picture.naturalWidth, height: picture.naturalHeight } : null),
    [picture],
  );
  const view = useMemo(() => ({ width, height }), [width, height]);
  const viewport = useMemo(() => (size && width > 0 ? (kept ?? fitted(size, view)) : null), [size, width, kept, view]);
  useLayoutEffect(() => {
    if (viewport) session.see(1 / viewport.scale);
  }, [viewport, session]);
  useFitOtherSizes(size);
  useWire(picture, original, useRoi(document?.image ?? null));
  useSnapKey(picture);
  useZoomKeys(factor => {
    if (!viewport || !size) return;
    const middle: Point = [width / 2, height / 2];
    session.store.setState({ viewport: zoomedAt(viewport, middle, factor, size, view) });
  });
  const isRead = useStore(session.store, ({ wire }) => wire !== straightWire);
  const input = useCanvasInput(element, session, viewport && size && { viewport, picture: size, view });
  const cursor = input.grabbing ? 'grabbing' : input.grab ? 'grab' : undefined;
  return (
    <div
      ref={element}
      className={classes.canvas}
      style={{ cursor }}
      {...input.handlers}
      data-testid="label-canvas"
      data-reads={isRead ? 'picture' : undefined}
    >
      <div ref={sizeRef} className={classes.fill}>
        {viewport && picture && document ? (
          <>
            <Content {...{ document, viewport, view }} picture={original ?? picture} hover={input.hover} />
            <LabelMeasured {...{ picture, document, viewport }} hover={input.hover} />
          </>
        ) : (
          <Center h="100%">
            <Spinner size="sm" label="The image is being read" />
          </Center>
        )}
      </div>
    </div>
  );
}

function useZoomKeys(zoom: (factor: number) => void): void {
  useShortcuts('View', Object.values(viewShortcuts(useLabelSession(), zoom)));
}

/** Images of one size keep the place that was zoomed to; another size is fitted. */
function useFitOtherSizes(size: Size | null): void {
  const { store } = useLabelSession();
  const last = useRef<Size>(undefined);
  useEffect(() => {
    if (!size) return;
    const same = last.current?.width === size.width && last.current.height === size.height;
    if (last.current && !same) store.setState({ viewport: null });
    last.current = size;
  }, [size, store]);
}

interface ContentProps {
  picture: HTMLImageElement;
  document: LabelDocument;
  viewport: Viewport;
  view: Size;
  hover: StoreApi<{ at: Point | null }>;
}

function Content({ picture, document, viewport, view, hover }: ContentProps) {
  const session = useLabelSession();
  const state = useStore(session.store);
  const { project } = useProject();
  const world = worldOf(state, document, 1 / viewport.scale);
  const draft = state.tool.draft?.(world) ?? null;
  const drafts = labelsOf(draft);
  const labels = useSteady(shownLabels(state, document, drafts));
  const isRest = ({ id }: ImageLabel) => drafts.every(each => each.id !== id);
  const resting = useSteady(shownLabels(state, document, []).filter(isRest));
  const maskLayer = useRef<Konva.Layer>(null);
  const redraw = useCallback(() => void maskLayer.current?.batchDraw(), []);
  const mask = useMaskCanvas(document, labels, project.classes, redraw);
  const colourOf = useCallback(
    (label: ImageLabel) => project.classes.find(({ name }) => name === label.class)?.colour ?? '#ffffff',
    [project.classes],
  );
  const selected = resting.filter(({ id }) => state.selected.includes(id));
  const place = { viewport, colourOf };
  const width = widthInHand(state);
  return (
    <Stage width={view.width} height={view.height} listening={false}>
      <PictureLayer
        picture={picture}
        viewport={viewport}
        brightness={state.brightness}
        contrast={state.contrast}
        local={state.localContrast}
      />
      <Layer ref={maskLayer} listening={false} visible={!state.bare} imageSmoothingEnabled={false}>
        {mask && <KonvaImage image={mask} opacity={state.maskOpacity} {...pictureBox(document, viewport)} />}
      </Layer>
      <Layer listening={false} visible={!state.bare}>
        <Outlines labels={resting} {...place} />
      </Layer>
      <Layer listening={false} visible={!state.bare}>
        {selected.map(label => (
          <Selected
            key={label.id}
            label={label}
            handles={state.toolName === 'select' && label === world.selected}
            {...place}
          />
        ))}
        {draft && <DraftShape draft={draft} opacity={state.maskOpacity} {...place} />}
        <Pins remarks={pinned(document.review, state.remarkAt)} viewport={viewport} />
        {width !== null && <WidthCursor hover={hover} width={width} viewport={viewport} />}
      </Layer>
    </Stage>
  );
}

/** What was approved is settled; a remark that is being written is the next one. */
function pinned(review: Review | undefined, remarkAt: Point | null): Pick<Remark, 'at'>[] {
  const remarks = review && review.verdict !== 'approved' ? review.remarks : [];
  return remarkAt ? [...(review?.verdict === 'returned' ? remarks : []), { at: remarkAt }] : remarks;
}

/** The same list as long as nothing in it is another, so that what depends on it rests. */
function useSteady(labels: readonly ImageLabel[]): readonly ImageLabel[] {
  const last = useRef(labels);
  const same = labels.length === last.current.length && labels.every((label, i) => label === last.current[i]);
  if (!same) last.current = labels;
  return last.current;
}

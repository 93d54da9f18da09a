import type Konva from 'konva';
import { memo, useMemo } from 'react';
import { Circle, Group, Shape, Text } from 'react-konva';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { ImageLabel, Point, Remark } from '../../../shared/schemas/label.ts';
import { toScreen, type Viewport } from '../../canvas/viewport.ts';
import { viewOf } from '../shapes/shapes.ts';
import type { Draft } from '../tools/tool.ts';
import { drawBand, drawHandles, drawOutlines, drawProminent, drawStroke, outlinesOf, type Pen } from './draw.ts';

type ColourOf = (label: ImageLabel) => string;

interface Place {
  viewport: Viewport;
  colourOf: ColourOf;
}

/** Anything drawn by a function, in CSS px of the view. */
function Drawing({ draw }: { draw: (pen: Pen) => void }) {
  return (
    <Shape
      listening={false}
      perfectDrawEnabled={false}
      sceneFunc={(context: Konva.Context) => draw(context._context)}
    />
  );
}

/** The outlines of labels; built anew only when one of them is another. */
export const Outlines = memo(function Outlines({
  labels,
  viewport,
  colourOf,
}: Place & { labels: readonly ImageLabel[] }) {
  const outlines = useMemo(() => outlinesOf(labels, colourOf), [labels, colourOf]);
  return <Drawing draw={pen => drawOutlines(pen, outlines, viewport)} />;
});

/** The selected label with the handles of its vertices. */
export function Selected({ label, viewport, colourOf, handles }: Place & { label: ImageLabel; handles: boolean }) {
  const colour = colourOf(label);
  return (
    <Drawing
      draw={pen => {
        drawProminent(pen, label, viewport, colour);
        if (!handles) return;
        const { vertices, middles } = viewOf(label).handles(label, 1 / viewport.scale);
        drawHandles(pen, middles, viewport, colour, true);
        drawHandles(pen, vertices, viewport, colour);
      }}
    />
  );
}

/** What is being made. */
export function DraftShape({ draft, viewport, colourOf, opacity }: Place & { draft: Draft; opacity: number }) {
  return (
    <Drawing
      draw={pen => {
        if ('corners' in draft) return drawBand(pen, draft.corners, viewport);
        if ('outline' in draft) return drawProminent(pen, draft.outline, viewport, '#fff', true);
        if ('stroke' in draft) {
          const colour = draft.as === 'erasure' ? '#fff' : colourOf(draft.stroke);
          return drawStroke(pen, draft.stroke, viewport, colour, Math.max(0.25, opacity));
        }
        const isLine = draft.as === 'line';
        for (const label of draft.labels) {
          drawProminent(pen, label, viewport, colourOf(label), isLine);
          if (draft.labels.length > 1) continue;
          const { vertices } = viewOf(label).handles(label, 1 / viewport.scale);
          drawHandles(pen, vertices, viewport, colourOf(label), isLine && vertices.length > 60);
        }
      }}
    />
  );
}

/** Radius of a pin, CSS px. */
const PIN = 10;

/** Remarks, each a numbered pin on its place. */
export function Pins({ remarks, viewport }: { remarks: readonly Pick<Remark, 'at'>[]; viewport: Viewport }) {
  return remarks.map(({ at }, i) => {
    const [x, y] = toScreen(viewport, at);
    return (
      <Group key={String(at)} x={x} y={y} listening={false}>
        <Circle radius={PIN} fill="#d6336c" stroke="#fff" strokeWidth={1.5} />
        <Text
          text={String(i + 1)}
          x={-PIN}
          y={-PIN}
          width={2 * PIN}
          height={2 * PIN}
          align="center"
          verticalAlign="middle"
          fontSize={12}
          fill="#fff"
        />
      </Group>
    );
  });
}

interface WidthCursorProps {
  hover: StoreApi<{ at: Point | null }>;
  width: number;
  viewport: Viewport;
}

/** How wide the brush or line is, where the pointer is. */
export function WidthCursor({ hover, width, viewport }: WidthCursorProps) {
  const { at } = useStore(hover);
  if (!at) return null;
  const [x, y] = toScreen(viewport, at);
  const radius = Math.max(1, (width / 2) * viewport.scale);
  return (
    <Drawing
      draw={pen => {
        for (const [style, lineWidth] of [
          ['rgba(0, 0, 0, 0.7)', 3],
          ['#fff', 1.25],
        ] as const) {
          pen.strokeStyle = style;
          pen.lineWidth = lineWidth;
          pen.beginPath();
          pen.arc(x, y, radius, 0, 2 * Math.PI);
          pen.stroke();
        }
      }}
    />
  );
}

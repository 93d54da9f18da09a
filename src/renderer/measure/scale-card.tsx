import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { distanceBetween } from '../../shared/geometry/paths.ts';
import { withUncertainty } from '../../shared/measure/figures.ts';
import { rulerOf, type ScaleSource } from '../../shared/measure/scale.ts';
import { scaleInWords } from '../../shared/measure/scale-words.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { useSession } from '../label/use-session.ts';
import classes from './measure.module.css';
import { type ShownScale, useScale } from './use-scale.ts';

/** While the ruler is in hand: what it measures, and the scale of the picture, which it can set. */
export function ScaleCard() {
  const current = useSession(state => state.current);
  const isRuler = useSession(state => state.toolName === 'ruler');
  const points = useSession(state => state.tool.ruler);
  const scale = useScale(isRuler && current !== null ? { kind: 'image', image: current } : null);
  if (!isRuler || !points || !scale.kept) return null;
  // Measurements have whole numbers at the centres of pixels.
  const places = points.map(([x, y]): Point => [x - 0.5, y - 0.5]);
  return (
    <Stack className={classes.card} component="section" aria-label="Ruler" gap={8}>
      <ScaleText scale={scale} />
      {places.length === 1 && <Text size="xs">Click the other end.</Text>}
      {places.length === 2 && <LineFields scale={scale} from={places[0]} to={places[1]} />}
      {places.length === 3 && <Text size="xs">Click the fourth corner.</Text>}
      {places.length === 4 && <RectangleFields scale={scale} corners={places} />}
    </Stack>
  );
}

function ScaleText({ scale: { kept, save } }: { scale: ShownScale }) {
  const scale = kept?.scale;
  const owner = kept?.owner.kind === 'video' ? kept.owner.video : 'the training images';
  if (!scale) {
    return <Text size="xs" c="dimmed">{`There is no scale for ${owner}: everything is in px.`}</Text>;
  }
  return (
    <div>
      <Text size="xs">{scaleInWords(scale.source)}</Text>
      <Group justify="space-between" wrap="nowrap">
        <Text
          size="xs"
          c="dimmed"
          style={{ overflowWrap: 'anywhere' }}
        >{`${owner}, ${scale.by}, ${new Date(scale.at).toLocaleDateString()}`}</Text>
        <Button size="compact-xs" variant="subtle" color="gray" style={{ flexShrink: 0 }} onClick={() => save(null)}>
          Remove
        </Button>
      </Group>
    </div>
  );
}

function LineFields({ scale, from, to }: { scale: ShownScale; from: Point; to: Point }) {
  const [mm, setMm] = useState<number>();
  const px = distanceBetween(from, to);
  const source = scale.kept?.scale?.source;
  const line = { from, to, mm: mm ?? 0 };
  const isUsable = mm !== undefined && mm > 0 && px > 0;
  return (
    <>
      <Text size="sm" fw={600}>
        {lengthOf(from, to, source)}
      </Text>
      <Millimetres label="Its true length" onChange={setMm} />
      <Group gap={6}>
        <Button size="compact-sm" disabled={!isUsable} onClick={() => scale.save({ kind: 'lines', lines: [line] })}>
          Set the scale
        </Button>
        {source?.kind === 'lines' && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={!isUsable}
            onClick={() => scale.save({ kind: 'lines', lines: [...source.lines, line] })}
          >
            Average it in
          </Button>
        )}
      </Group>
    </>
  );
}

function RectangleFields({ scale, corners }: { scale: ShownScale; corners: Point[] }) {
  const [widthMm, setWidth] = useState<number>();
  const [heightMm, setHeight] = useState<number>();
  const isUsable = widthMm !== undefined && heightMm !== undefined && widthMm > 0 && heightMm > 0;
  return (
    <>
      <Millimetres label="From the first to the second corner" onChange={setWidth} />
      <Millimetres label="From the second to the third" onChange={setHeight} />
      <Button
        size="compact-sm"
        disabled={!isUsable}
        onClick={() => isUsable && scale.save({ kind: 'rectangle', corners, widthMm, heightMm })}
      >
        Set the scale
      </Button>
    </>
  );
}

function Millimetres({ label, onChange }: { label: string; onChange(mm: number | undefined): void }) {
  return (
    <NumberInput
      size="xs"
      label={label}
      suffix=" mm"
      placeholder="mm"
      min={0}
      decimalScale={3}
      onChange={value => onChange(typeof value === 'number' ? value : undefined)}
    />
  );
}

/** What the ruler reads, with how far both ends may be off. */
function lengthOf(from: Point, to: Point, source: ScaleSource | undefined): string {
  const px = distanceBetween(from, to);
  const inPx = withUncertainty(px, Math.SQRT1_2, 'px');
  if (!source) return inPx;
  const { toMm, relativeUncertainty } = rulerOf(source);
  const [a, b] = [toMm({ x: from[0], y: from[1] }), toMm({ x: to[0], y: to[1] })];
  const mm = Math.hypot(b.x - a.x, b.y - a.y);
  const sd = Math.hypot((mm / Math.max(1, px)) * Math.SQRT1_2, mm * relativeUncertainty);
  return `${withUncertainty(mm, sd, 'mm')} (${inPx})`;
}

import { Button, Group, NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../shared/contract.ts';
import { distanceBetween } from '../../shared/geometry/paths.ts';
import { withUncertainty } from '../../shared/measure/figures.ts';
import { rulerOf, type ScaleSource } from '../../shared/measure/scale.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { attempt } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import type { ShownScale } from './use-scale.ts';

/** A length that was clicked: it reads it, and sets the scale by its true length. */
export function LineFields({ scale, from, to }: { scale: ShownScale; from: Point; to: Point }) {
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
      <Measure label="Its true length" onChange={setMm} />
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

/** A rectangle that was clicked. */
export function RectangleFields({ scale, corners }: { scale: ShownScale; corners: Point[] }) {
  const [widthMm, setWidth] = useState<number>();
  const [heightMm, setHeight] = useState<number>();
  return (
    <>
      <Measure label="From the first to the second corner" onChange={setWidth} />
      <Measure label="From the second to the third" onChange={setHeight} />
      <SetScale scale={scale} source={widthMm && heightMm && { kind: 'rectangle', corners, widthMm, heightMm }} />
    </>
  );
}

/** Looks for markers in the picture; the side of the largest sets the scale. */
export function MarkerFields({ image, scale }: { image: string; scale: ShownScale }) {
  const { call } = useStudio();
  const [found, setFound] = useState<Output<'scale.markers'>['markers']>();
  const [mm, setMm] = useState<number>();
  const marker = found?.[0];
  if (!marker) {
    return (
      <>
        {found && <Text size="xs">This picture shows no ArUco 4x4, ArUco 6x6 or AprilTag 36h11 marker.</Text>}
        <Button
          size="compact-sm"
          onClick={() => attempt(async () => setFound((await call('scale.markers', { image })).markers))}
        >
          Find the marker
        </Button>
      </>
    );
  }
  const { name, corners } = marker;
  const side = distanceBetween(corners[0], corners[1]);
  return (
    <>
      <Text size="xs">{`${name}, ${Math.round(side)} px wide`}</Text>
      <Measure label="Side of its black square" onChange={setMm} />
      <SetScale scale={scale} source={mm && { kind: 'rectangle', corners, widthMm: mm, heightMm: mm }} />
    </>
  );
}

/** A camera straight above the surface. */
export function CameraFields({ scale }: { scale: ShownScale }) {
  const [pixelPitchUm, setPitch] = useState<number>();
  const [distanceMm, setDistance] = useState<number>();
  const [focalMm, setFocal] = useState<number>();
  const source =
    pixelPitchUm && distanceMm && focalMm && ({ kind: 'camera', pixelPitchUm, distanceMm, focalMm } as const);
  return (
    <>
      <Measure label="Pixel pitch of the sensor" unit="µm" onChange={setPitch} />
      <Measure label="Distance to the surface" onChange={setDistance} />
      <Measure label="Focal length" onChange={setFocal} />
      <SetScale scale={scale} source={source} />
    </>
  );
}

/** A pipe seen along its axis: its centre and a place on its wall were clicked. */
export function PipeFields({ scale, centre, wall }: { scale: ShownScale; centre: Point; wall: Point }) {
  const [diameterMm, setDiameter] = useState<number>();
  const radiusPx = distanceBetween(centre, wall);
  return (
    <>
      <Measure label="Diameter of the pipe" onChange={setDiameter} />
      <SetScale scale={scale} source={radiusPx > 0 && diameterMm && { kind: 'pipe', diameterMm, centre, radiusPx }} />
    </>
  );
}

function SetScale({ scale, source }: { scale: ShownScale; source: ScaleSource | false | 0 | undefined }) {
  return (
    <Button size="compact-sm" disabled={!source} onClick={() => source && scale.save(source)}>
      Set the scale
    </Button>
  );
}

function Measure(props: { label: string; unit?: string; onChange(value: number | undefined): void }) {
  const { label, unit = 'mm', onChange } = props;
  return (
    <NumberInput
      size="xs"
      label={label}
      suffix={` ${unit}`}
      placeholder={unit}
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

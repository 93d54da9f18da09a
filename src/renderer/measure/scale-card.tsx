import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { scaleInWords } from '../../shared/measure/scale-words.ts';
import type { Point } from '../../shared/schemas/label.ts';
import { useSession } from '../label/use-session.ts';
import classes from './measure.module.css';
import { CameraFields, LineFields, MarkerFields, PipeFields, RectangleFields } from './scale-fields.tsx';
import { type ShownScale, useScale } from './use-scale.ts';

/** While the ruler is in hand: what it measures, and the scale of the picture, which it can set. */
export function ScaleCard() {
  const current = useSession(state => state.current);
  const isRuler = useSession(state => state.toolName === 'ruler');
  const points = useSession(state => state.tool.ruler);
  const [way, setWay] = useState<Way>('ruler');
  const scale = useScale(isRuler && current !== null ? { kind: 'image', image: current } : null);
  if (!isRuler || current === null || !points || !scale.kept) return null;
  // Measurements have whole numbers at the centres of pixels.
  const places = points.map(([x, y]): Point => [x - 0.5, y - 0.5]);
  return (
    <Stack className={classes.card} component="section" aria-label="Ruler" gap={8}>
      <ScaleText scale={scale} />
      <Select
        size="xs"
        label="The scale is known by"
        data={Object.entries(WAYS).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        value={way}
        onChange={value => setWay(value as Way)}
      />
      <Fields {...{ way, image: current, places, scale }} />
    </Stack>
  );
}

const WAYS = {
  ruler: 'a length or a rectangle',
  marker: 'a printed marker',
  camera: 'camera and distance',
  pipe: 'the diameter of a pipe',
} as const;
type Way = keyof typeof WAYS;

function Fields(props: { way: Way; image: string; places: readonly Point[]; scale: ShownScale }) {
  const { way, image, places, scale } = props;
  const [from, to] = places;
  switch (way) {
    case 'marker':
      return <MarkerFields key={image} image={image} scale={scale} />;
    case 'camera':
      return <CameraFields scale={scale} />;
    case 'pipe':
      if (places.length !== 2) return <Text size="xs">Click the centre of the pipe, then its wall.</Text>;
      return <PipeFields scale={scale} centre={from} wall={to} />;
    case 'ruler':
      if (places.length === 1) return <Text size="xs">Click the other end.</Text>;
      if (places.length === 2) return <LineFields scale={scale} from={from} to={to} />;
      if (places.length === 3) return <Text size="xs">Click the fourth corner.</Text>;
      return places.length === 4 ? <RectangleFields scale={scale} corners={[...places]} /> : null;
  }
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

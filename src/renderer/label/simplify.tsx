import { Button, Group, Slider, Text } from '@mantine/core';
import { shapeOf, simplified } from '../../shared/labels/shapes/shapes.ts';
import type { ImageLabel } from '../../shared/schemas/label.ts';
import { withKey } from '../app/keys.ts';
import { drawingShortcuts } from './label-shortcuts.ts';
import { useLabelSession, useOpenDocument, useSession } from './use-session.ts';

/** Px. */
const MOST = 10;

/** Fewer vertices for the selected labels, seen before they are applied; nothing while they are all without vertices. */
export function Simplify() {
  const session = useLabelSession();
  useOpenDocument();
  useSession(state => state.selected);
  const isOn = useSession(state => state.tool.name === 'simplifying');
  const tolerance = useSession(state => (isOn ? state.tolerance : 0));
  const labels = session.selectedLabels().filter(label => shapeOf(label).vertices);
  if (labels.length === 0) return null;
  const { finish } = drawingShortcuts(session);
  const before = verticesOf(labels);
  const after = isOn ? verticesOf(labels.map(label => simplified(label, tolerance))) : before;
  return (
    <section aria-label="Simplify">
      <Group justify="space-between" h={24} wrap="nowrap">
        <Text size="xs">{isOn ? `${tolerance} px: ${before} → ${after} vertices` : `Simplify ${before} vertices`}</Text>
        {isOn && (
          <Button size="compact-xs" variant="light" title={withKey(finish)} onClick={finish.run}>
            Apply
          </Button>
        )}
      </Group>
      <Slider
        size="sm"
        min={0}
        max={MOST}
        step={0.25}
        value={tolerance}
        label={null}
        thumbLabel="Simplify by"
        onChange={session.simplify}
      />
    </section>
  );
}

function verticesOf(labels: readonly ImageLabel[]): number {
  return labels.reduce((sum, label) => sum + (shapeOf(label).vertices?.of(label).length ?? 0), 0);
}

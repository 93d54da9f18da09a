import { Group, NumberInput, Text, Tooltip } from '@mantine/core';
import { drawingShortcuts } from './label-shortcuts.ts';
import { useLabelSession, useOpenDocument, useSession } from './use-session.ts';

/** How wide the line or the brush is; of a selected polyline, its own width. */
export function Width() {
  const session = useLabelSession();
  const { narrower, wider } = drawingShortcuts(session);
  const toolName = useSession(state => state.toolName);
  const lineWidth = useSession(state => state.lineWidth);
  const brushWidth = useSession(state => state.brushWidth);
  useSession(state => state.selected);
  useOpenDocument();
  const selected = toolName === 'select' ? session.selectedLabel() : null;
  const isBrush = toolName === 'brush' || toolName === 'eraser';
  if (!isBrush && toolName !== 'polyline' && selected?.shape !== 'polyline') return null;
  const value = isBrush ? brushWidth : selected?.shape === 'polyline' ? selected.width : lineWidth;
  return (
    <Tooltip label={`Narrower ${narrower.keys} and wider ${wider.keys}, or the wheel while drawing`}>
      <Group gap={6} wrap="nowrap">
        <NumberInput
          size="xs"
          w={84}
          min={1}
          max={200}
          step={0.5}
          suffix=" px"
          aria-label="Width"
          value={value}
          onChange={width => typeof width === 'number' && width >= 1 && session.setWidth(width)}
        />
        <Text size="xs" c="dimmed">
          wide
        </Text>
      </Group>
    </Tooltip>
  );
}

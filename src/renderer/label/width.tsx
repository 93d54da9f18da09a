import { NumberInput, Tooltip } from '@mantine/core';
import { rounded } from '../../shared/geometry/paths.ts';
import { shapeOf } from '../../shared/labels/shapes/shapes.ts';
import { drawingShortcuts } from './label-shortcuts.ts';
import { widthInHand } from './session-state.ts';
import { useLabelSession, useOpenDocument, useSession } from './use-session.ts';

/** How wide the line or the brush is; of a selected label with a width, its own. */
export function Width() {
  const session = useLabelSession();
  const { narrower, wider } = drawingShortcuts(session);
  const toolName = useSession(state => state.toolName);
  const inHand = useSession(widthInHand);
  useSession(state => state.selected);
  useOpenDocument();
  const selected = toolName === 'select' ? session.selectedLabels() : [];
  const widths = selected.flatMap(label => shapeOf(label).stroke?.width(label) ?? []);
  const value = toolName === 'select' ? widths[0] : inHand;
  if (value === undefined || value === null) return null;
  return (
    <Tooltip label={`Narrower ${narrower.keys} and wider ${wider.keys}, or the wheel while drawing`}>
      <NumberInput
        size="xs"
        w={74}
        style={{ flexShrink: 0 }}
        min={1}
        max={200}
        step={0.5}
        suffix=" px"
        aria-label="Width"
        value={rounded(value)}
        onChange={width => typeof width === 'number' && width >= 1 && session.setWidth(width)}
      />
    </Tooltip>
  );
}

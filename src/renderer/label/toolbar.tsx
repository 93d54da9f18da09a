import { ActionIcon, Badge, Button, Divider, Group, Tooltip } from '@mantine/core';
import {
  type Icon,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBrush,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconEraser,
  IconLine,
  IconPointer,
  IconPolygon,
  IconZoomScan,
} from '@tabler/icons-react';
import { memo, useCallback, useMemo } from 'react';
import classes from './label.module.css';
import type { ToolName } from './session-state.ts';
import { useDocument, useLabelSession, useOpenDocument, useSession } from './use-session.ts';
import { Width } from './width.tsx';

const TOOL_BUTTONS: readonly [ToolName, string, Icon][] = [
  ['select', 'Select and change (V)', IconPointer],
  ['polygon', 'Polygon (P)', IconPolygon],
  ['polyline', 'Polyline with a width (L)', IconLine],
  ['brush', 'Brush (B)', IconBrush],
  ['eraser', 'Eraser (E)', IconEraser],
];

/** Tools, undo, and the way through the images. Its parts hear for themselves what concerns them: tooltips are dear. */
export function Toolbar() {
  const session = useLabelSession();
  const { previous, next } = useMemo(() => ({ previous: () => session.go(-1), next: () => session.go(1) }), [session]);
  return (
    <div className={classes.bar} role="toolbar" aria-label="Labelling">
      <Tools />
      <Divider orientation="vertical" my={10} />
      <UndoAndFit />
      <Width />
      <div style={{ flex: 1 }} />
      <StateBadge />
      <Group gap={4} wrap="nowrap">
        <Tool label="Previous image (A)" icon={IconChevronLeft} onClick={previous} />
        <Tool label="Next image (D)" icon={IconChevronRight} onClick={next} />
      </Group>
      <Tooltip label="Everything that is a crack here is labelled (G)">
        <Button
          size="xs"
          style={{ flexShrink: 0 }}
          leftSection={<IconCheck size={16} />}
          onClick={session.verifyAndGoOn}
        >
          Verified, go on
        </Button>
      </Tooltip>
    </div>
  );
}

function UndoAndFit() {
  const session = useLabelSession();
  const history = useOpenDocument()?.history;
  const fit = useCallback(() => session.store.setState({ viewport: null }), [session]);
  return (
    <Group gap={4} wrap="nowrap">
      <Tool label="Undo (Ctrl+Z)" icon={IconArrowBackUp} onClick={session.undo} disabled={!history?.done} />
      <Tool label="Redo (Ctrl+Shift+Z)" icon={IconArrowForwardUp} onClick={session.redo} disabled={!history?.undone} />
      <Tool label="Fit the image (F)" icon={IconZoomScan} onClick={fit} />
    </Group>
  );
}

function StateBadge() {
  const state = useDocument()?.state;
  if (!state) return null;
  return (
    <Badge
      variant="light"
      radius="sm"
      tt="none"
      style={{ flexShrink: 0 }}
      color={COLOURS[state]}
      data-testid="image-state"
    >
      {state}
    </Badge>
  );
}

const COLOURS = { unlabelled: 'gray', 'in progress': 'orange', verified: 'verdigris' } as const;

function Tools() {
  const session = useLabelSession();
  const toolName = useSession(state => state.toolName);
  const tools = useMemo(
    () => TOOL_BUTTONS.map(([name, label, icon]) => ({ name, label, icon, onClick: () => session.choose(name) })),
    [session],
  );
  return (
    <Group gap={4} wrap="nowrap">
      {tools.map(({ name, ...tool }) => (
        <Tool key={name} {...tool} pressed={name === toolName} />
      ))}
    </Group>
  );
}

interface ToolProps {
  label: string;
  icon: Icon;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
}

const Tool = memo(function Tool({ label, icon: ToolIcon, onClick, pressed, disabled = false }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={30}
        variant={pressed ? 'filled' : 'subtle'}
        color={pressed ? 'verdigris' : 'gray'}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      >
        <ToolIcon size={19} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
});

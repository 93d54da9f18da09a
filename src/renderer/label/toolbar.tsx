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
import type { ImageSummary } from '../../shared/schemas/label.ts';
import classes from './label.module.css';
import type { ToolName } from './session-state.ts';
import { useLabelSession, useOpenDocument, useSession } from './use-session.ts';
import { Width } from './width.tsx';

const TOOL_BUTTONS: readonly [ToolName, string, Icon][] = [
  ['select', 'Select and change (V)', IconPointer],
  ['polygon', 'Polygon (P)', IconPolygon],
  ['polyline', 'Polyline with a width (L)', IconLine],
  ['brush', 'Brush (B)', IconBrush],
  ['eraser', 'Eraser (E)', IconEraser],
];

/** Tools, undo, and the way through the images. */
export function Toolbar() {
  const session = useLabelSession();
  const open = useOpenDocument();
  return (
    <div className={classes.bar} role="toolbar" aria-label="Labelling">
      <Tools />
      <Divider orientation="vertical" my={10} />
      <Group gap={4} wrap="nowrap">
        <Tool label="Undo (Ctrl+Z)" icon={IconArrowBackUp} onClick={session.undo} disabled={!open?.history.done} />
        <Tool
          label="Redo (Ctrl+Shift+Z)"
          icon={IconArrowForwardUp}
          onClick={session.redo}
          disabled={!open?.history.undone}
        />
        <Tool
          label="Fit the image (F)"
          icon={IconZoomScan}
          onClick={() => session.store.setState({ viewport: null })}
        />
      </Group>
      <Width />
      <div style={{ flex: 1 }} />
      {open && <StateBadge state={open.shown.state} />}
      <Group gap={4} wrap="nowrap">
        <Tool label="Previous image (A)" icon={IconChevronLeft} onClick={() => session.go(-1)} />
        <Tool label="Next image (D)" icon={IconChevronRight} onClick={() => session.go(1)} />
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

function StateBadge({ state }: { state: ImageSummary['state'] }) {
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
  return (
    <Group gap={4} wrap="nowrap">
      {TOOL_BUTTONS.map(([name, label, icon]) => (
        <Tool key={name} label={label} icon={icon} pressed={name === toolName} onClick={() => session.choose(name)} />
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

function Tool({ label, icon: ToolIcon, onClick, pressed, disabled = false }: ToolProps) {
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
}

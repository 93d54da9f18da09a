import { ActionIcon, Badge, Button, Group, Tooltip } from '@mantine/core';
import {
  type Icon,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconMagnet,
  IconZoomScan,
} from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import { withKey } from '../app/keys.ts';
import type { Shortcut } from '../stores/shortcuts-store.ts';
import classes from './label.module.css';
import { drawingShortcuts, editingShortcuts, fitShortcut, goingShortcuts, toolShortcut } from './label-shortcuts.ts';
import { TOOL_NAMES, toolOf } from './tools/tools.ts';
import { useDocument, useLabelSession, useOpenDocument, useSession } from './use-session.ts';
import { Width } from './width.tsx';
import { Follow } from './wire/follow.tsx';

/** Undo, and the way through the images. Its parts hear for themselves what concerns them: tooltips are dear. */
export function Toolbar() {
  const session = useLabelSession();
  const { previous, next, verify } = useMemo(() => goingShortcuts(session), [session]);
  return (
    <div className={classes.bar} role="toolbar" aria-label="Labelling">
      <UndoAndFit />
      <Width />
      <Follow />
      <div style={{ flex: 1 }} />
      <StateBadge />
      <Group gap={4} wrap="nowrap">
        <Tool shortcut={previous} icon={IconChevronLeft} />
        <Tool shortcut={next} icon={IconChevronRight} />
      </Group>
      <Tooltip label={withKey(verify, 'Everything that is a crack here is labelled')}>
        <Button size="xs" px="sm" style={{ flexShrink: 0 }} aria-label={verify.label} onClick={verify.run}>
          <IconCheck size={16} />
          <span className={classes.words}>{verify.label}</span>
        </Button>
      </Tooltip>
    </div>
  );
}

function UndoAndFit() {
  const session = useLabelSession();
  const history = useOpenDocument()?.history;
  const bulkUndo = useSession(state => state.bulkUndo);
  const bulkRedo = useSession(state => state.bulkRedo);
  const { undo, redo, fit } = useMemo(
    () => ({ ...editingShortcuts(session), fit: fitShortcut(session.store) }),
    [session],
  );
  return (
    <Group gap={4} wrap="nowrap">
      <Tool shortcut={undo} icon={IconArrowBackUp} disabled={!history?.done && !bulkUndo} />
      <Tool shortcut={redo} icon={IconArrowForwardUp} disabled={!history?.undone && !bulkRedo} />
      <Tool shortcut={fit} icon={IconZoomScan} />
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
      className={classes.badge}
      style={{ flexShrink: 0 }}
      color={COLOURS[state]}
      data-testid="image-state"
    >
      {state}
    </Badge>
  );
}

const COLOURS = { unlabelled: 'gray', 'in progress': 'orange', verified: 'verdigris' } as const;

/** Everything that draws, beside the picture. */
export function Tools() {
  const session = useLabelSession();
  const toolName = useSession(state => state.toolName);
  const snapping = useSession(state => state.snapping);
  const { snap } = useMemo(() => drawingShortcuts(session), [session]);
  const tools = useMemo(
    () =>
      TOOL_NAMES.flatMap(name => {
        const { icon } = toolOf(name);
        return icon ? [{ name, icon, shortcut: toolShortcut(session, name) }] : [];
      }),
    [session],
  );
  return (
    <div className={classes.tools} role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {tools.map(({ name, icon, shortcut }) => (
        <Tool key={name} shortcut={shortcut} icon={icon} pressed={name === toolName} side="right" />
      ))}
      <Tool shortcut={snap} icon={IconMagnet} pressed={snapping} side="right" />
    </div>
  );
}

interface ToolProps {
  shortcut: Shortcut;
  icon: Icon;
  pressed?: boolean;
  disabled?: boolean;
  /** Where its words appear. */
  side?: 'right' | 'bottom';
}

const Tool = memo(function Tool({ shortcut, icon: ToolIcon, pressed, disabled = false, side = 'bottom' }: ToolProps) {
  const label = withKey(shortcut);
  return (
    <Tooltip label={label} position={side}>
      <ActionIcon
        size={30}
        variant={pressed ? 'filled' : 'subtle'}
        color={pressed ? 'verdigris' : 'gray'}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={() => shortcut.run()}
      >
        <ToolIcon size={19} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
});

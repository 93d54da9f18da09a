import { ActionIcon, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconEye, IconEyeOff, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ImageLabel } from '../../shared/schemas/label.ts';
import { useProject } from '../app/studio-context.tsx';
import classes from './label.module.css';
import { labelKey } from './session-state.ts';
import { useDocument, useLabelSession, useSession } from './use-session.ts';

/** So many rows; more are found on the picture. */
const MOST = 200;

/** The labels of the image, the one on top first, each to select, hide, lock or delete. */
export function LabelList() {
  const document = useDocument();
  const labels = document?.labels.toReversed() ?? [];
  if (labels.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        None yet. An image without a crack is verified as it is.
      </Text>
    );
  }
  return (
    <Stack gap={1}>
      {labels.slice(0, MOST).map((label, i) => (
        <Row key={label.id} label={label} name={`${label.shape} ${labels.length - i}`} image={document?.image ?? ''} />
      ))}
      {labels.length > MOST && <Text size="xs" c="dimmed">{`and ${labels.length - MOST} more`}</Text>}
    </Stack>
  );
}

function Row({ label, name, image }: { label: ImageLabel; name: string; image: string }) {
  const session = useLabelSession();
  const { project } = useProject();
  const { id } = label;
  const selected = useSession(state => state.selected === id);
  const hidden = useSession(state => state.hidden.has(labelKey(image, id)));
  const locked = useSession(state => state.locked.has(labelKey(image, id)));
  const colour = project.classes.find(each => each.name === label.class)?.colour;
  return (
    <div className={classes.row} data-selected={selected || undefined}>
      <span className={classes.swatch} style={{ background: colour, opacity: hidden ? 0.3 : 1 }} />
      <UnstyledButton
        className={classes.name}
        aria-pressed={selected}
        onClick={() => session.store.setState({ selected: id })}
      >
        {name}
      </UnstyledButton>
      <RowButton label={hidden ? `Show ${name}` : `Hide ${name}`} onClick={() => session.toggle('hidden', id)}>
        {hidden ? <IconEyeOff size={15} /> : <IconEye size={15} />}
      </RowButton>
      <RowButton label={locked ? `Unlock ${name}` : `Lock ${name}`} onClick={() => session.toggle('locked', id)}>
        {locked ? <IconLock size={15} /> : <IconLockOpen size={15} />}
      </RowButton>
      <RowButton label={`Delete ${name}`} disabled={locked} onClick={() => session.edit([{ kind: 'remove', id }])}>
        <IconTrash size={15} />
      </RowButton>
    </div>
  );
}

interface RowButtonProps {
  label: string;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}

function RowButton({ label, onClick, disabled = false, children }: RowButtonProps) {
  return (
    <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}

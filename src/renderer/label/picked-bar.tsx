import { ActionIcon, Button, Group, Menu, Modal, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconSelectAll, IconTag, IconTrash, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { attempt } from '../app/notify.ts';
import { useProject } from '../app/studio-context.tsx';
import classes from './label.module.css';
import { useLabelSession, useSession } from './use-session.ts';

/** What can be done with the images that are picked in the list, each in one step. */
export function PickedBar({ images }: { images: readonly ImageSummary[] }) {
  const session = useLabelSession();
  const { project, readOnly } = useProject();
  const picked = useSession(state => state.picked);
  const [asking, setAsking] = useState(false);
  // One that was removed elsewhere is not picked any more.
  const chosen = picked.size === 0 ? [] : images.filter(({ name }) => picked.has(name));
  if (chosen.length === 0) return null;
  const names = chosen.map(({ name }) => name);
  const bare = chosen.filter(({ state, labels }) => state !== 'verified' && labels === 0).length;
  const verify = () => attempt(() => session.editMany(names, { kind: 'verify' }));
  const remove = () => attempt(() => session.removeMany(names));
  return (
    <div className={classes.picked} role="toolbar" aria-label="Selected images">
      <Text size="xs" flex={1} data-testid="picked">{`${chosen.length} selected`}</Text>
      <Act label="Verify them" disabled={readOnly !== null} run={() => (bare > 0 ? setAsking(true) : verify())}>
        <IconCheck size={16} />
      </Act>
      <Menu position="top-end">
        <Menu.Target>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label="Class of their labels"
            disabled={readOnly !== null}
          >
            <IconTag size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>All their labels become</Menu.Label>
          {project.classes.map(({ name }) => (
            <Menu.Item
              key={name}
              onClick={() => attempt(() => session.editMany(names, { kind: 'set-class', class: name }))}
            >
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Act label="Remove them from the training set" disabled={readOnly !== null} run={remove}>
        <IconTrash size={16} />
      </Act>
      <Act label="Select all that are listed" run={session.pickListed}>
        <IconSelectAll size={16} />
      </Act>
      <Act label="Select none" run={session.pickNone}>
        <IconX size={16} />
      </Act>
      <Modal opened={asking} onClose={() => setAsking(false)} title="Verify images without labels?" centered>
        <Text size="sm">{`${bare} of them ${bare === 1 ? 'has' : 'have'} no label: verified, they count as free of cracks.`}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            Cancel
          </Button>
          <Button
            onClick={() => {
              setAsking(false);
              verify();
            }}
          >
            Verify them
          </Button>
        </Group>
      </Modal>
    </div>
  );
}

interface ActProps {
  label: string;
  disabled?: boolean;
  run: () => void;
  children: ReactNode;
}

function Act({ label, disabled = false, run, children }: ActProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={run}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

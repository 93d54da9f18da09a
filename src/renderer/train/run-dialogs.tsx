import { Button, Group, Modal, NumberInput, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { RunSummary } from '../../shared/contract-training.ts';
import { oneLine } from '../../shared/errors.ts';
import { attempt } from '../app/notify.ts';

interface RenameProps {
  /** The run to rename; the dialog is closed without. */
  name: string | undefined;
  onClose: () => void;
  rename: (name: string, to: string) => Promise<void>;
}

export function RenameRun({ name, onClose, rename }: RenameProps) {
  const [to, setTo] = useState('');
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setTo(name ?? '');
    setProblem(undefined);
  }, [name]);
  const submit = () => {
    if (name === undefined || to.trim() === '' || to.trim() === name) return onClose();
    rename(name, to).then(onClose, error => setProblem(oneLine(error)));
  };
  return (
    <Modal opened={name !== undefined} onClose={onClose} title="Rename the run" centered>
      <form
        onSubmit={event => {
          event.preventDefault();
          submit();
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description="Also the name of its folder."
          value={to}
          error={problem}
          onChange={event => setTo(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Rename</Button>
        </Group>
      </form>
    </Modal>
  );
}

interface ExtendProps {
  /** The run whose epochs are done; the dialog is closed without. */
  run: RunSummary | undefined;
  onClose: () => void;
  /** `epochs` in all. */
  extend: (name: string, epochs: number) => void;
}

export function ExtendRun({ run, onClose, extend }: ExtendProps) {
  const done = run?.epochs ?? 0;
  const [more, setMore] = useState(10);
  const confirm = () => {
    if (run) extend(run.name, done + more);
    onClose();
  };
  return (
    <Modal opened={run !== undefined} onClose={onClose} title="Train longer" centered>
      <form
        onSubmit={event => {
          event.preventDefault();
          confirm();
        }}
      >
        <NumberInput
          data-autofocus
          label="More epochs"
          description={`${done} are done; it goes on from there, ${done + more} in all.`}
          min={1}
          max={10_000 - done}
          clampBehavior="strict"
          allowDecimal={false}
          value={more}
          onChange={value => typeof value === 'number' && setMore(value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Train on</Button>
        </Group>
      </form>
    </Modal>
  );
}

interface DeleteProps {
  name: string | undefined;
  onClose: () => void;
  remove: (name: string) => Promise<void>;
}

export function DeleteRun({ name, onClose, remove }: DeleteProps) {
  const confirm = () => {
    if (name !== undefined) attempt(() => remove(name));
    onClose();
  };
  return (
    <Modal opened={name !== undefined} onClose={onClose} title="Delete the run?" centered>
      <Text size="sm">{name} is deleted from the disk, with its model and curves. This cannot be undone.</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red" onClick={confirm}>
          Delete
        </Button>
      </Group>
    </Modal>
  );
}

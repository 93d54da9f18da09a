import { Alert, Button, ColorInput, Divider, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { oneLine } from '../../shared/errors.ts';
import type { ClassChange } from '../../shared/labels/class-changes.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import type { LabelClass } from '../../shared/schemas/project.ts';
import { useProject } from '../app/studio-context.tsx';
import { useLiveImages } from './use-live-images.ts';
import { useLabelSession } from './use-session.ts';

interface Props {
  /** The class that is changed; the dialog is closed without. */
  readonly of: LabelClass | undefined;
  readonly onClose: () => void;
}

/** What can be done with a class: each is one step that Undo takes back. */
export function ClassDialog({ of, onClose }: Props) {
  return (
    <Modal opened={of !== undefined} onClose={onClose} title={`Class ${of?.name ?? ''}`} centered>
      {of && <Changes key={of.name} of={of} onClose={onClose} />}
    </Modal>
  );
}

function Changes({ of, onClose }: Required<Props> & { of: LabelClass }) {
  const session = useLabelSession();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const make = (changes: readonly ClassChange[]) => {
    setBusy(true);
    const made = changes.reduce((before, change) => before.then(() => session.changeClass(change)), Promise.resolve());
    made.then(onClose, error => setProblem(oneLine(error))).finally(() => setBusy(false));
  };
  return (
    <Stack gap="sm">
      <Look of={of} busy={busy} make={make} />
      <Divider />
      <GoingAway of={of} busy={busy} make={make} />
      {problem && (
        <Alert color="red" variant="light" role="alert">
          {problem}
        </Alert>
      )}
    </Stack>
  );
}

interface PartProps {
  readonly of: LabelClass;
  readonly busy: boolean;
  make(changes: readonly ClassChange[]): void;
}

function Look({ of, busy, make }: PartProps) {
  const [name, setName] = useState(of.name);
  const [colour, setColour] = useState(of.colour);
  const to = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make([
      ...(colour === of.colour ? [] : [{ kind: 'recolour', name: of.name, colour } as const]),
      ...(to === of.name ? [] : [{ kind: 'rename', name: of.name, to } as const]),
    ]);
  };
  return (
    <form onSubmit={submit}>
      <TextInput data-autofocus label="Name" value={name} onChange={event => setName(event.currentTarget.value)} />
      <ColorInput mt="xs" label="Colour" format="hex" value={colour} onChange={setColour} />
      <Text size="xs" c="dimmed" mt={6}>
        Its labels follow in every image. Runs that were trained keep the names that they learned.
      </Text>
      <Group justify="flex-end" mt="xs">
        <Button type="submit" size="xs" loading={busy} disabled={!to || !/^#[0-9a-f]{6}$/i.test(colour)}>
          Save
        </Button>
      </Group>
    </form>
  );
}

const DELETE = '';

function GoingAway({ of, busy, make }: PartProps) {
  const { classes } = useProject().project;
  const used = usesOf(useLiveImages(), of.name);
  const [into, setInto] = useState<string | null>(null);
  const others = classes.filter(({ name }) => name !== of.name);
  if (others.length === 0)
    return <Text size="sm">It is the only class, so it stays: a project keeps at least one.</Text>;
  const what = `${used.labels} label${used.labels === 1 ? '' : 's'} in ${used.images} image${used.images === 1 ? '' : 's'}`;
  const confirm = () =>
    make([
      into ? { kind: 'merge', name: of.name, into } : { kind: 'delete', name: of.name, withLabels: into === DELETE },
    ]);
  return (
    <>
      {used.labels > 0 ? (
        <Select
          label={`Delete the class: what becomes of its ${what}?`}
          placeholder="Choose"
          data={[
            ...others.map(({ name }) => ({ value: name, label: `They become ${name}` })),
            { value: DELETE, label: 'They are deleted as well' },
          ]}
          value={into}
          onChange={setInto}
        />
      ) : (
        <Text size="sm">No label is of this class.</Text>
      )}
      <Group justify="flex-end">
        <Button size="xs" color="red" loading={busy} disabled={used.labels > 0 && into === null} onClick={confirm}>
          Delete the class
        </Button>
      </Group>
    </>
  );
}

function usesOf(images: readonly ImageSummary[], name: string): { images: number; labels: number } {
  const counts = images.flatMap(({ classes }) => (Object.hasOwn(classes, name) ? classes[name] : []));
  return { images: counts.length, labels: counts.reduce((sum, count) => sum + count, 0) };
}

import { Button, Group, Popover, TextInput } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { attempt } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';

interface Props {
  readonly kind: 'model' | 'image' | 'video';
  /** What the button says. */
  readonly verb: string;
  /** Of the field for the path. */
  readonly label: string;
  readonly placeholder: string;
  /** Throws a StudioError for what cannot be opened. */
  onOpen(paths: readonly string[]): Promise<void>;
}

/** Opens files of the studio's machine: by its dialog in the desktop app, by a path in a browser. */
export function OpenFromDisk(props: Props) {
  const { desktop } = useStudio();
  return desktop ? <ByDialog {...props} /> : <ByPath {...props} />;
}

function ByDialog({ kind, verb, onOpen }: Props) {
  const { call } = useStudio();
  const choose = async () => {
    const paths =
      kind === 'model'
        ? [(await call('dialog.openFile', { kind })).path]
        : (await call('dialog.openFiles', { kind })).paths;
    const chosen = paths.filter(path => path !== null);
    if (chosen.length > 0) await onOpen(chosen);
  };
  return (
    <Button size="xs" variant="default" leftSection={<IconFolderOpen size={15} />} onClick={() => attempt(choose)}>
      {`${verb} …`}
    </Button>
  );
}

function ByPath({ verb, label, placeholder, onOpen }: Props) {
  const [shown, setShown] = useState(false);
  const [path, setPath] = useState('');
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setBusy(true);
    try {
      // Explorer and Finder put quotes around a copied path.
      await onOpen([path.trim().replace(/^"(.*)"$/, '$1')]);
      setPath('');
      setShown(false);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim()) attempt(open);
  };
  return (
    <Popover opened={shown} onChange={setShown} width={400} position="bottom-start" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFolderOpen size={15} />}
          onClick={() => setShown(before => !before)}
        >
          {`${verb} …`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Group gap="xs" wrap="nowrap" align="end">
            <TextInput
              label={label}
              placeholder={placeholder}
              value={path}
              onChange={event => setPath(event.currentTarget.value)}
              spellCheck={false}
              data-autofocus
              style={{ flex: 1 }}
            />
            <Button type="submit" disabled={!path.trim()} loading={busy}>
              Open
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

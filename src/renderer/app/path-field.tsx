import { Button, Group, TextInput } from '@mantine/core';
import { attempt } from './notify.ts';
import { useStudio } from './studio-context.tsx';

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly placeholder: string;
  readonly value: string;
  /** Which dialogs there are in the desktop app. */
  readonly kinds: readonly ('file' | 'folder')[];
  readonly disabled?: boolean;
  onChange(path: string): void;
}

/** A path on the studio's machine: typed, pasted, or chosen where there is a dialog for it. */
export function PathField({ kinds, value, onChange, disabled = false, ...texts }: Props) {
  const { call, desktop } = useStudio();
  const choose = async (kind: 'file' | 'folder') => {
    const { path } = await (kind === 'file' ? call('dialog.openFile', { kind: 'any' }) : call('dialog.openFolder', {}));
    if (path) onChange(path);
  };
  return (
    <Group gap="xs" wrap="nowrap" align="end">
      <TextInput
        {...texts}
        value={value}
        disabled={disabled}
        onChange={event => onChange(event.currentTarget.value)}
        spellCheck={false}
        style={{ flex: 1 }}
      />
      {desktop &&
        kinds.map(kind => (
          <Button key={kind} variant="default" disabled={disabled} onClick={() => attempt(() => choose(kind))}>
            {kind === 'file' ? 'File …' : 'Folder …'}
          </Button>
        ))}
    </Group>
  );
}

/** Explorer and Finder put quotes around a copied path. */
export function cleanPath(path: string): string {
  return path.trim().replace(/^"(.*)"$/, '$1');
}

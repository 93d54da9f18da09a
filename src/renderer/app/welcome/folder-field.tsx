import { Button, Group, TextInput } from '@mantine/core';
import { attempt } from '../notify.ts';
import { useStudio } from '../studio-context.tsx';

interface Props {
  label: string;
  value: string;
  onChange(folder: string): void;
}

/** The full path of a folder: typed, or chosen where there is a dialog for it. */
export function FolderField({ label, value, onChange }: Props) {
  const { call, desktop } = useStudio();
  const choose = () =>
    attempt(async () => {
      const { path } = await call('dialog.openFolder', {});
      if (path !== null) onChange(path);
    });
  return (
    <Group align="end" gap="xs" wrap="nowrap">
      <TextInput
        label={label}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
        placeholder="Full path of a folder on this machine"
        spellCheck={false}
        required
        withAsterisk={false}
        style={{ flex: 1 }}
      />
      {desktop && (
        <Button variant="default" onClick={choose}>
          Choose …
        </Button>
      )}
    </Group>
  );
}

import { MultiSelect, Stack, Switch, Text } from '@mantine/core';
import { trainingConfigSchema } from '../../shared/schemas/training.ts';
import { useProject } from '../app/studio-context.tsx';
import type { Settings } from './use-suggestion.ts';

/** Whether the network learns each class by itself, and which; nothing to choose in a project of one class. */
export function ClassesChoice({ settings: { config, change } }: { settings: Settings }) {
  const { project } = useProject();
  const names = project.classes.map(({ name }) => name).filter(isTellable);
  const chosen = config.classes;
  if (names.length < 2 && chosen.length === 0) return null;
  return (
    <Stack gap="xs">
      <Switch
        size="sm"
        label="Tell the classes apart"
        checked={chosen.length > 0}
        onChange={event => change({ classes: event.currentTarget.checked ? names : [] })}
      />
      {chosen.length > 0 && (
        <MultiSelect
          size="xs"
          aria-label="Classes to tell apart"
          data={[...new Set([...names, ...chosen])]}
          value={[...chosen]}
          onChange={classes => change({ classes })}
        />
      )}
      <Text size="xs" c="dimmed">
        {chosen.length > 0
          ? 'Labels of other classes count as background. Masks without labels of ours count as the first class.'
          : 'All labels are learned as one class.'}
      </Text>
    </Stack>
  );
}

/** A name with a comma cannot stand in a list of names. */
function isTellable(name: string): boolean {
  return trainingConfigSchema.shape.classes.safeParse([name]).success;
}

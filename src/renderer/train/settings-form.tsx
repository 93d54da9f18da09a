import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { SETTING_GROUPS, type SettingName } from '../../shared/training/settings/settings.ts';
import { SettingField } from './setting-field.tsx';
import { rowsOf, withoutHiddenFiles } from './shown-settings.ts';

interface SettingsProps {
  config: TrainingConfig;
  onChange: (change: Partial<TrainingConfig>) => void;
  /** Why a value of a setting cannot be chosen on this machine. */
  problems: Partial<Record<SettingName, Readonly<Record<string, string>>>>;
}

/** What only those need who want to try something: a section for each group of settings, a field for each that has one. */
export function SettingsForm({ config, onChange, problems }: SettingsProps) {
  const field = (name: SettingName) => (
    <SettingField
      key={name}
      name={name}
      config={config}
      onChange={value => onChange(withoutHiddenFiles({ [name]: value }, config))}
      problems={problems[name]}
    />
  );
  return (
    <Stack gap="sm">
      {SETTING_GROUPS.map(({ title, names }) => (
        <Section key={title} title={title}>
          {rowsOf(names, config).map(row =>
            'field' in row ? (
              field(row.field)
            ) : (
              <SimpleGrid key="numbers" cols={2} spacing="sm" verticalSpacing="xs">
                {row.numbers.map(field)}
              </SimpleGrid>
            ),
          )}
        </Section>
      ))}
    </Stack>
  );
}

function Section({ title, children }: { title: string | null; children: ReactNode }) {
  if (title === null) return children;
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Text size="sm" fw={600} mt="xs">
        {title}
      </Text>
      {children}
    </Stack>
  );
}

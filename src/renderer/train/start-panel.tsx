import { Alert, Anchor, Button, Collapse, Group, Loader, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight, IconPlayerPlayFilled } from '@tabler/icons-react';
import { trainingConfigSchema } from '../../shared/schemas/training.ts';
import { networkWords } from '../../shared/training/encoders.ts';
import { objectionTo } from '../../shared/training/objection.ts';
import { Choice } from '../app/choice.tsx';
import { useProject } from '../app/studio-context.tsx';
import { ClassesChoice } from './classes-choice.tsx';
import { Devices } from './devices-dialog.tsx';
import { SettingsForm } from './settings-form.tsx';
import type { DataState } from './use-data-state.ts';
import type { Settings } from './use-suggestion.ts';

interface StartProps {
  settings: Settings;
  data: DataState;
  onStart: () => void;
  starting: boolean;
  /** Whether something was trained here already. */
  again: boolean;
}

/** How long a training may take, minutes: a break, a meal, a night. */
const TIMES: Readonly<Record<string, string>> = { 20: 'About 20 min', 60: '1 hour', 480: 'Overnight' };

/** One big button, what it will do, and the settings folded away. */
export function StartPanel({ settings, data, onStart, starting, again }: StartProps) {
  const { readOnly } = useProject();
  const valid = trainingConfigSchema.safeParse(settings.config);
  const waiting = settings.suggestion?.config.minutes !== settings.minutes && !settings.problem;
  const objection = valid.success ? objectionTo(valid.data) : 'One of the settings is out of range.';
  const hindrance = readOnly ?? data.hindrance ?? objection ?? null;
  return (
    <Stack gap="md">
      <Button
        size="lg"
        fullWidth
        leftSection={<IconPlayerPlayFilled size={18} />}
        onClick={onStart}
        loading={starting}
        disabled={waiting || hindrance !== null}
      >
        {again ? 'Train again' : 'Train'}
      </Button>
      {hindrance && (
        <Alert color="orange" variant="light" p="xs">
          {hindrance}{' '}
          {data.hindrance && (
            <Anchor href="#/dataset" inherit underline="always">
              See the data
            </Anchor>
          )}
        </Alert>
      )}
      <Choice
        label="Time for the training"
        value={`${settings.minutes}`}
        onChange={minutes => settings.setMinutes(Number(minutes))}
        options={TIMES}
      />
      {waiting && !hindrance ? (
        <Group gap="xs" wrap="nowrap">
          <Loader size="xs" />
          <Text size="sm" c="dimmed">
            Timing this machine and choosing settings …
          </Text>
        </Group>
      ) : (
        <Plan settings={settings} data={data} />
      )}
      <ClassesChoice settings={settings} />
      <Advanced settings={settings} />
    </Stack>
  );
}

/** What pressing the button means, in sentences. */
function Plan({ settings: { suggestion, changed, config, problem }, data }: { settings: Settings; data: DataState }) {
  const [listing, devices] = useDisclosure(false);
  return (
    <Stack gap={6}>
      <Devices opened={listing} onClose={devices.close} />
      {changed || !suggestion ? (
        <Text size="sm">
          {config.epochs} epochs at {config.size} px, {networkWords(config)}, batches of {config.batch}
          {data.text && `, on ${data.text}`}.
        </Text>
      ) : (
        suggestion.reasons.map(reason => (
          <Text key={reason} size="sm">
            {reason}
          </Text>
        ))
      )}
      {problem && (
        <Text size="xs" c="dimmed">
          {problem}
        </Text>
      )}
      {suggestion && config.engine === 'onnx' && config.device === 'auto' && (
        <Text size="xs" c="dimmed">
          Device: {suggestion.deviceReason}.{' '}
          <Anchor component="button" size="xs" onClick={devices.open}>
            All devices
          </Anchor>
        </Text>
      )}
      {data.notice && (
        <Text size="xs" c={data.notice.state === 'problem' ? 'red' : 'orange'}>
          {data.notice.text}{' '}
          <Anchor href="#/dataset" inherit underline="always">
            See the data
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

function Advanced({ settings }: { settings: Settings }) {
  const tensorflow = settings.suggestion?.tensorflowProblem;
  const [open, { toggle }] = useDisclosure(false);
  return (
    <div>
      <Group justify="space-between">
        <UnstyledButton onClick={toggle} aria-expanded={open}>
          <Group gap={4}>
            <IconChevronRight size={14} style={{ rotate: open ? '90deg' : '0deg' }} aria-hidden />
            <Text size="sm">Advanced settings</Text>
          </Group>
        </UnstyledButton>
        {settings.changed && (
          <Anchor component="button" size="xs" onClick={settings.reset}>
            Back to the suggestion
          </Anchor>
        )}
      </Group>
      <Collapse expanded={open}>
        <div style={{ paddingTop: 12 }}>
          <SettingsForm
            config={settings.config}
            onChange={settings.change}
            problems={tensorflow ? { engine: { tensorflow } } : {}}
          />
        </div>
      </Collapse>
    </div>
  );
}

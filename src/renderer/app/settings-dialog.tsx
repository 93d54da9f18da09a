import { Button, Group, Modal, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Settings, SettingsChange } from '../../shared/settings.ts';
import { openLog } from './log-dialog.tsx';
import { attempt, notify, notifyWarning } from './notify.ts';
import { cleanPath, PathField } from './path-field.tsx';
import { openSheet } from './shortcut-sheet.tsx';
import { useStudio } from './studio-context.tsx';

interface Store {
  readonly opened: boolean;
  readonly settings: Settings;
}

const store = createStore<Store>(() => ({ opened: false, settings: {} }));
const close = () => store.setState({ opened: false });

export function openSettings(): void {
  store.setState({ opened: true });
}

/** What this user has set for all projects. Mounted with the page, it brings the settings into force. */
export function SettingsDialog() {
  const { call } = useStudio();
  const { opened, settings } = useStore(store);
  useEffect(
    () =>
      attempt(async () => {
        const { settings, notice } = await call('settings.read', {});
        store.setState({ settings });
        if (notice !== null) notifyWarning(notice);
      }),
    [call],
  );
  useEffect(() => {
    document.documentElement.style.fontSize = settings.textSize === undefined ? '' : `${settings.textSize}%`;
  }, [settings.textSize]);
  return (
    <Modal opened={opened} onClose={close} title="Settings" size="lg">
      <Fields settings={settings} />
    </Modal>
  );
}

const TEXT_SIZES = [90, 100, 125, 150, 200];

function Fields({ settings }: { settings: Settings }) {
  const { call, machineStore } = useStudio();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [ffmpeg, setFfmpeg] = useState(settings.ffmpegPath ?? '');
  const change = (change: SettingsChange) =>
    attempt(async () => store.setState({ settings: (await call('settings.change', { change })).settings }));
  const saveFfmpeg = () =>
    attempt(async () => {
      const change = { ffmpegPath: cleanPath(ffmpeg) || null };
      store.setState({ settings: (await call('settings.change', { change })).settings });
      await machineStore.getState().look();
      notify('The ffmpeg is set. Videos that are open go on with the one before.');
    });
  return (
    <Stack gap="md">
      <Choice
        label="Theme"
        value={colorScheme}
        data={[
          { value: 'dark', label: 'Dark' },
          { value: 'light', label: 'Light' },
          { value: 'auto', label: 'As the system' },
        ]}
        onChange={value => setColorScheme(value === 'dark' || value === 'light' ? value : 'auto')}
      />
      <Choice
        label="Size of the text"
        value={String(settings.textSize ?? 100)}
        data={TEXT_SIZES.map(size => ({ value: String(size), label: `${size} %` }))}
        onChange={value => change({ textSize: value === '100' ? null : Number(value) })}
      />
      <PathField
        label="ffmpeg"
        description="The program that reads videos; empty for the one that the studio finds."
        placeholder="Full path of a program on this machine"
        kinds={['file']}
        value={ffmpeg}
        onChange={setFfmpeg}
      />
      <Group justify="space-between">
        <Group gap="xs">
          <Button variant="default" onClick={() => leaveFor(openSheet)}>
            Keys
          </Button>
          <Button variant="default" onClick={() => leaveFor(openLog)}>
            Log
          </Button>
        </Group>
        <Button onClick={saveFfmpeg} disabled={cleanPath(ffmpeg) === (settings.ffmpegPath ?? '')}>
          Use this ffmpeg
        </Button>
      </Group>
    </Stack>
  );
}

function leaveFor(open: () => void): void {
  close();
  open();
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly data: { value: string; label: string }[];
  onChange(value: string): void;
}

function Choice({ label, ...choice }: ChoiceProps) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <SegmentedControl aria-label={label} fullWidth {...choice} />
    </div>
  );
}

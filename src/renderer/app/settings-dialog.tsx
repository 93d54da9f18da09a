import { Button, Group, type MantineColorScheme, Modal, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { type ComponentProps, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Settings, SettingsChange } from '../../shared/settings.ts';
import { Choice } from './choice.tsx';
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

const THEMES: Readonly<Record<MantineColorScheme, string>> = { dark: 'Dark', light: 'Light', auto: 'As the system' };

/** By their per cent. */
const TEXT_SIZES = Object.fromEntries([90, 100, 125, 150, 200].map(size => [size, `${size} %`]));

function Fields({ settings }: { settings: Settings }) {
  const { call, machineStore } = useStudio();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [ffmpeg, setFfmpeg] = useState(settings.ffmpegPath ?? '');
  const change = async (change: SettingsChange) =>
    store.setState({ settings: (await call('settings.change', { change })).settings });
  const saveFfmpeg = () =>
    attempt(async () => {
      await change({ ffmpegPath: cleanPath(ffmpeg) || null });
      await machineStore.getState().look();
      notify('The ffmpeg is set. Videos that are open go on with the one before.');
    });
  return (
    <Stack gap="md">
      <LabelledChoice label="Theme" value={colorScheme} options={THEMES} onChange={setColorScheme} />
      <LabelledChoice
        label="Size of the text"
        value={String(settings.textSize ?? 100)}
        options={TEXT_SIZES}
        onChange={value => attempt(() => change({ textSize: value === '100' ? null : Number(value) }))}
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

function LabelledChoice<T extends string>(choice: ComponentProps<typeof Choice<T>>) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {choice.label}
      </Text>
      <Choice size="sm" {...choice} />
    </div>
  );
}

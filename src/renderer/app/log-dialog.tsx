import { Button, Code, CopyButton, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { attempt, notify } from './notify.ts';
import { cleanPath, PathField } from './path-field.tsx';
import { useStudio } from './studio-context.tsx';

const dialog = createStore(() => ({ opened: false }));

export function openLog(): void {
  dialog.setState({ opened: true });
}

/** The newest of the log, and a report of it to save. */
export function LogDialog() {
  const opened = useStore(dialog, store => store.opened);
  return (
    <Modal opened={opened} onClose={() => dialog.setState({ opened: false })} title="Log" size="xl">
      <Log />
    </Modal>
  );
}

function Log() {
  const { call } = useStudio();
  const [log, setLog] = useState<{ file: string; text: string }>();
  useEffect(() => attempt(async () => setLog(await call('log.read', {}))), [call]);
  return (
    <Stack gap="sm">
      <ScrollArea.Autosize mah="45vh" viewportProps={{ tabIndex: 0, 'aria-label': 'Newest entries' }}>
        <Code block>{log === undefined ? '…' : log.text.trimEnd() || 'Nothing has gone wrong yet.'}</Code>
      </ScrollArea.Autosize>
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {log?.file}
        </Text>
        <CopyButton value={log?.text ?? ''}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} style={{ flexShrink: 0 }}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <SaveReport />
    </Stack>
  );
}

function SaveReport() {
  const { call } = useStudio();
  const [folder, setFolder] = useState('');
  useEffect(() => attempt(async () => setFolder((await call('project.home', {})).folder)), [call]);
  const save = async () => {
    const { path } = await call('log.saveReport', { folder: cleanPath(folder) });
    notify(`Saved ${path}: look into it before you send it to anybody.`);
  };
  return (
    <>
      <PathField
        label="Folder of the report"
        description="A zip of log, versions, settings and machine, without pictures, names and paths of your home folder. Nothing is sent."
        placeholder="Full path of a folder on this machine"
        kinds={['folder']}
        value={folder}
        onChange={setFolder}
      />
      <Group justify="flex-end">
        <Button onClick={() => attempt(save)} disabled={!folder.trim()}>
          Save a report
        </Button>
      </Group>
    </>
  );
}

import { Button, Stack, Tabs, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { FolderField } from './folder-field.tsx';
import { folderName, joinFolder } from './folder-name.ts';
import { useHome } from './use-home.ts';
import { useOpening } from './use-opening.ts';
import classes from './welcome.module.css';

/** The three ways to start. */
export function StartPanel() {
  const home = useHome();
  return (
    <section className={classes.panel} aria-label="Start">
      <Tabs defaultValue="new" keepMounted={false}>
        <Tabs.List px="md" pt={6}>
          <Tabs.Tab value="new">New project</Tabs.Tab>
          <Tabs.Tab value="open">Open a folder</Tabs.Tab>
          <Tabs.Tab value="demo">Demo project</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="new">
          <NewProject home={home} />
        </Tabs.Panel>
        <Tabs.Panel value="open">
          <OpenFolder />
        </Tabs.Panel>
        <Tabs.Panel value="demo">
          <DemoProject home={home} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function NewProject({ home }: { home: string }) {
  const { busy, create } = useOpening();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string>();
  const folder = chosen ?? (home && joinFolder(home, name.trim() && folderName(name)));
  return (
    <Form
      onSubmit={() => create(name, folder)}
      busy={busy}
      verb="Create project"
      ready={Boolean(name.trim() && folder)}
    >
      <TextInput
        label="Name"
        value={name}
        onChange={event => setName(event.currentTarget.value)}
        placeholder="Bridge 12, north face"
        maxLength={200}
        data-autofocus
      />
      <FolderField label="Folder" value={folder} onChange={setChosen} />
      <Text size="xs" c="dimmed">
        Images, labels and models are kept in this folder as plain files. A folder with images and masks is taken as it
        is.
      </Text>
    </Form>
  );
}

function OpenFolder() {
  const { busy, open } = useOpening();
  const [folder, setFolder] = useState('');
  return (
    <Form onSubmit={() => open(folder.trim())} busy={busy} verb="Open project" ready={Boolean(folder.trim())}>
      <FolderField label="Folder of the project" value={folder} onChange={setFolder} />
      <Text size="xs" c="dimmed">
        The folder that holds the project’s studio.json.
      </Text>
    </Form>
  );
}

function DemoProject({ home }: { home: string }) {
  const { busy, demo } = useOpening();
  const [chosen, setChosen] = useState<string>();
  const folder = chosen ?? (home && joinFolder(home, 'Demo'));
  return (
    <Form onSubmit={() => demo(folder)} busy={busy} verb="Open the demo" ready={Boolean(folder)}>
      <Text size="sm">
        A short video of a ball screw with surface defects: try every stage before you bring your own.
      </Text>
      <FolderField label="Folder" value={folder} onChange={setChosen} />
    </Form>
  );
}

interface FormProps {
  onSubmit(): void;
  verb: string;
  busy: boolean;
  ready: boolean;
  children: ReactNode;
}

function Form({ onSubmit, verb, busy, ready, children }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack p="md" gap="sm" mih={212}>
        {children}
        <Button type="submit" loading={busy} disabled={!ready} mt="auto" style={{ alignSelf: 'start' }}>
          {verb}
        </Button>
      </Stack>
    </form>
  );
}

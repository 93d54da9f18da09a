import { Alert, Button, Group, Modal, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { errorOf, inWords } from '../../shared/errors.ts';
import type { InterchangeFormat } from '../../shared/interchange/formats.ts';
import { IMPORT_CHOICES, type ImportChoice, MAX_LINE_WIDTH } from '../../shared/interchange/import-choices.ts';
import { WINDOW_REMEDIES } from '../../shared/window-remedies.ts';
import { JobProgress } from '../app/job-progress.tsx';
import { PathField } from '../app/path-field.tsx';
import classes from './interchange.module.css';
import { ReportView } from './report-view.tsx';
import { type Importing, problemOfClasses, useImport } from './use-import.ts';

interface Props {
  readonly opened: boolean;
  onClose(): void;
  /** The project's labels have changed. */
  onChange(): void;
}

/** Brings labels of another tool in: choose, look at what would happen, import, and undo if it was wrong. */
export function ImportDialog({ opened, onClose, onChange }: Props) {
  const importing = useImport(opened, onChange);
  const { runner, done, undone } = importing;
  const busy = runner.job !== undefined;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Import labels"
      size="xl"
      centered
      closeOnClickOutside={!busy}
      closeOnEscape={!busy}
      withCloseButton={!busy}
    >
      {done || undone ? <Ended importing={importing} onClose={onClose} /> : <Choosing importing={importing} />}
    </Modal>
  );
}

function Choosing({ importing }: { importing: Importing }) {
  const { form, preview, runner, look, start } = importing;
  const busy = runner.job !== undefined;
  const ready = form.source.trim() !== '' && problemOfClasses(form.classes) === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) void look();
  };
  return (
    <Stack gap="sm">
      <LastImport importing={importing} />
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Fields importing={importing} />
          {!preview && !busy && (
            <Group justify="flex-end">
              <Button type="submit" disabled={!ready}>
                Preview
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      <JobProgress runner={runner} />
      {preview && (
        <>
          <Text size="sm" c="dimmed">
            {preview.title}
            {preview.recognised !== null && `, recognised by ${preview.recognised}`}. Nothing is written yet.
          </Text>
          <ReportView report={preview} title="Preview" />
          {preview.problem && (
            <Alert color="red" variant="light" role="alert">
              {inWords(errorOf(preview.problem), WINDOW_REMEDIES)}
            </Alert>
          )}
        </>
      )}
      {preview && !busy && (
        <Group justify="flex-end" className={classes.footer}>
          <Button onClick={() => void start()} disabled={preview.problem !== null} data-autofocus>
            Import
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const CHOICES = Object.entries(IMPORT_CHOICES) as [ImportChoice, (typeof IMPORT_CHOICES)[ImportChoice]][];

function Fields({ importing: { form, formats, recognised, change, runner } }: { importing: Importing }) {
  const disabled = runner.job !== undefined;
  const auto = recognised ? `Recognised: ${recognised.title}` : 'Recognise it';
  return (
    <>
      <PathField
        label="Labels"
        description="Folder, zip or file that the other tool wrote"
        placeholder="/downloads/task-7.zip"
        kinds={['file', 'folder']}
        value={form.source}
        disabled={disabled}
        onChange={source => change({ source })}
      />
      <PathField
        label="Pictures"
        description="Only if the labels are for images that are neither in the project nor beside the labels"
        placeholder="/inspections/day-1"
        kinds={['folder']}
        value={form.images}
        disabled={disabled}
        onChange={images => change({ images })}
      />
      <SimpleGrid cols={3} spacing="sm" verticalSpacing="xs" style={{ alignItems: 'end' }}>
        <Select
          label="Format"
          allowDeselect={false}
          disabled={disabled}
          value={form.format}
          onChange={format => format && change({ format: format as InterchangeFormat | 'auto' })}
          data={[{ value: 'auto', label: auto }, ...formats.map(({ id, title }) => ({ value: id, label: title }))]}
        />
        {CHOICES.map(([name, { label, answers }]) => (
          <Select
            key={name}
            label={label}
            allowDeselect={false}
            disabled={disabled}
            value={form[name]}
            onChange={value => value && change({ [name]: value })}
            data={Object.entries(answers).map(([value, words]) => ({ value, label: words }))}
          />
        ))}
        <NumberInput
          label="Width of lines"
          placeholder="As the format has it"
          suffix=" px"
          min={0.1}
          max={MAX_LINE_WIDTH}
          allowNegative={false}
          disabled={disabled}
          value={form.lineWidth}
          onChange={value => change({ lineWidth: value === '' ? '' : Number(value) })}
        />
      </SimpleGrid>
      <TextInput
        label="Classes to rename or leave out"
        placeholder="Riss=crack, scratch="
        disabled={disabled}
        value={form.classes}
        error={problemOfClasses(form.classes)}
        onChange={event => change({ classes: event.currentTarget.value })}
        spellCheck={false}
      />
    </>
  );
}

function LastImport({ importing: { last, runner, undo } }: { importing: Importing }) {
  if (!last) return null;
  return (
    <Alert color="gray" variant="light" p="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          Last import: {last.source}, {new Date(last.at).toLocaleString()}
        </Text>
        <Button
          size="xs"
          variant="default"
          disabled={runner.job !== undefined}
          onClick={() => void undo()}
          style={{ flexShrink: 0 }}
        >
          Undo import
        </Button>
      </Group>
    </Alert>
  );
}

function Ended({ importing: { done, undone, runner, undo }, onClose }: { importing: Importing; onClose(): void }) {
  const busy = runner.job !== undefined;
  return (
    <Stack gap="sm">
      {done && <ReportView report={done} title="Imported" />}
      {undone && (
        <Text role="status">
          The import is taken back: {undone.restored} images as before, {undone.removed} removed.
          {undone.kept.length > 0 && ` Edited since and left as they are: ${undone.kept.slice(0, 10).join(', ')}.`}
        </Text>
      )}
      <JobProgress runner={runner} />
      <Group justify="flex-end">
        {done?.id && (
          <Button variant="default" disabled={busy} onClick={() => void undo()}>
            Undo import
          </Button>
        )}
        <Button disabled={busy} onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}

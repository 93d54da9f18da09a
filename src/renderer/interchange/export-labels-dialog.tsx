import { Button, Checkbox, Group, Modal, Select, Stack } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { Output } from '../../shared/contract.ts';
import type { InterchangeFormat } from '../../shared/interchange/formats.ts';
import type { InterchangeReport } from '../../shared/interchange/report.ts';
import { JobProgress } from '../app/job-progress.tsx';
import { attempt } from '../app/notify.ts';
import { cleanPath, PathField } from '../app/path-field.tsx';
import { useProject, useStudio } from '../app/studio-context.tsx';
import { useJob } from '../app/use-job.ts';
import { ReportView } from './report-view.tsx';

/** Takes the labels out for another tool, and says what that tool will see of them. */
export function ExportLabelsDialog({ opened, onClose }: { readonly opened: boolean; onClose(): void }) {
  const { call } = useStudio();
  const { folder } = useProject();
  const runner = useJob();
  const [formats, setFormats] = useState<Output<'interchange.formats'>['formats']>([]);
  const [format, setFormat] = useState<InterchangeFormat>('coco');
  const [typed, setTyped] = useState<string>();
  const [withImages, setWithImages] = useState(false);
  const [report, setReport] = useState<InterchangeReport>();
  const { forget } = runner;
  useEffect(() => {
    if (!opened) return;
    setReport(undefined);
    setTyped(undefined);
    forget();
    attempt(async () => setFormats((await call('interchange.formats', {})).formats));
  }, [opened, call, forget]);
  const busy = runner.job !== undefined;
  const out = typed ?? `${folder}/exports/${format}.zip`;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const choices = { format, out: cleanPath(out), withImages };
    setReport(await runner.run('Exporting labels', job => call('interchange.export', { ...choices, job })));
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Export labels" size="xl" centered closeOnClickOutside={!busy}>
      <Stack gap="sm">
        {report ? (
          <ReportView report={report} title="Exported" />
        ) : (
          <form onSubmit={event => attempt(() => submit(event))}>
            <Stack gap="sm">
              <Select
                label="Format"
                allowDeselect={false}
                disabled={busy}
                value={format}
                onChange={value => value && setFormat(value as InterchangeFormat)}
                data={formats.filter(({ writes }) => writes).map(({ id, title }) => ({ value: id, label: title }))}
              />
              <PathField
                label="To"
                description="A folder that is not there yet, or a name that ends in .zip"
                placeholder="/exports/labels.zip"
                kinds={[]}
                value={out}
                disabled={busy}
                onChange={setTyped}
              />
              <Checkbox
                label="With the pictures"
                checked={withImages}
                disabled={busy}
                onChange={event => setWithImages(event.currentTarget.checked)}
              />
              {!busy && (
                <Group justify="flex-end">
                  <Button type="submit" disabled={out.trim() === ''}>
                    Export
                  </Button>
                </Group>
              )}
            </Stack>
          </form>
        )}
        <JobProgress runner={runner} />
        {report && (
          <Group justify="space-between">
            <code>{report.path}</code>
            <Button onClick={onClose} data-autofocus>
              Close
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}

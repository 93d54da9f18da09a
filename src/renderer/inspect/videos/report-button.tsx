import { Alert, Anchor, Button, Checkbox, Select, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { InspectionId } from '../../../shared/contract-inspections.ts';
import { WIDTH_CLASSES } from '../../../shared/measure/width-classes.ts';
import { JobDialog } from '../../app/job-dialog.tsx';
import { attempt } from '../../app/notify.ts';
import { projectFileUrl } from '../../app/project-file-url.ts';
import { useStudio } from '../../app/studio-context.tsx';

/** Makes the report of an inspection: asks what stands in its fields, and leads to the files. */
export function ReportButton({ inspection }: { readonly inspection: InspectionId }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Report …
      </Button>
      <ReportDialog inspection={inspection} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

type Fields = Output<'report.fields'>;

function ReportDialog(props: { readonly inspection: InspectionId; readonly opened: boolean; onClose(): void }) {
  const { inspection, opened, onClose } = props;
  const { call } = useStudio();
  const [fields, setFields] = useState<Fields>();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [classes, setClasses] = useState<string | null>(null);
  const [pdf, setPdf] = useState(true);
  useEffect(() => {
    if (opened) attempt(async () => setFields(await call('report.fields', {})));
  }, [opened, call]);
  const said = fields?.fields.filter(({ name, value }) => values[name] !== undefined || value !== '') ?? [];
  const filled = Object.fromEntries(said.map(({ name, value }) => [name, values[name] ?? value]));
  const choices = { ...inspection, values: filled, pdf, ...(classes !== null && { classes }) };
  return (
    <JobDialog
      {...{ opened, onClose }}
      title="Report of the inspection"
      verb="Make the report"
      label="Making the report"
      ready={fields !== undefined}
      work={job => call('report.make', { ...choices, job })}
      fields={busy => (
        <>
          {fields?.fields.map(({ name, label, value }) => (
            <TextInput
              key={name}
              {...{ label, disabled: busy, value: values[name] ?? value }}
              maxLength={300}
              onChange={({ currentTarget: { value } }) => setValues(before => ({ ...before, [name]: value }))}
            />
          ))}
          <Select
            label="Classes by width"
            description="They need a scale"
            placeholder={fields?.classes ?? 'None'}
            clearable
            disabled={busy}
            value={classes}
            onChange={setClasses}
            data={WIDTH_CLASSES.map(({ id, title }) => ({ value: id, label: title }))}
          />
          <Checkbox
            label="PDF as well"
            checked={pdf}
            disabled={busy}
            onChange={event => setPdf(event.currentTarget.checked)}
          />
        </>
      )}
      result={made => <Made made={made} inspection={inspection} />}
    />
  );
}

function Made({ made, inspection }: { readonly made: Output<'report.make'>; readonly inspection: InspectionId }) {
  const { findings, opinions, unit, html, pdf, pdfProblem } = made;
  const count = findings === 1 ? '1 finding' : `${findings} findings`;
  const endings = ['html', ...(pdf ? ['pdf'] : []), 'csv', 'json'];
  return (
    <Stack gap="xs">
      <Text>
        {`${count}, ${opinions} not confirmed. ${unit === 'px' ? 'Figures are in px, for the video has no scale.' : ''}`}
      </Text>
      {endings.map(ending => {
        const file = `report.${ending}`;
        const { video, time } = inspection;
        return (
          <Anchor key={ending} href={projectFileUrl(`inspections/${video}/${time}/${file}`)} download={file}>
            {file}
          </Anchor>
        );
      })}
      <code>{html}</code>
      {pdfProblem && <Alert color="orange">{pdfProblem}</Alert>}
    </Stack>
  );
}

import { Checkbox, Group, Select, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../shared/contract.ts';
import { CHANGEABLE, MODEL_FORMAT_NAMES, MODEL_FORMATS, type ModelFormat } from '../../shared/model-formats.ts';
import { JobDialog } from '../app/job-dialog.tsx';
import { cleanPath, PathField } from '../app/path-field.tsx';
import { useProject, useStudio } from '../app/studio-context.tsx';

interface Props {
  /** The run whose model is exported; the dialog is closed without. */
  readonly run: string | undefined;
  onClose(): void;
}

/** Takes a run's model to another program, and says how exactly it computes the same there. */
export function ExportModel({ run, onClose }: Props) {
  const { call } = useStudio();
  const { folder } = useProject();
  const [to, setTo] = useState<ModelFormat>('onnx');
  const [typed, setTyped] = useState<string>();
  const [wanted, setWanted] = useState({ half: false, fold: false });
  const out = typed ?? `${folder}/exports/${run}-${MODEL_FORMATS[to].name}`;
  const isChangeable = CHANGEABLE.includes(to);
  const change = isChangeable ? wanted : { half: false, fold: false };
  const model = { kind: 'run', run: run ?? '' } as const;
  return (
    <JobDialog
      opened={run !== undefined}
      title={`Export the model of ${run ?? ''}`}
      verb="Export"
      label="Exporting the model"
      ready={out.trim() !== ''}
      onClose={() => {
        setTyped(undefined);
        onClose();
      }}
      work={job => call('model.export', { model, to, out: cleanPath(out), ...change, job })}
      fields={busy => (
        <>
          <Select
            label="Format"
            disabled={busy}
            allowDeselect={false}
            data={MODEL_FORMAT_NAMES.map(value => ({ value, label: `${value}: ${MODEL_FORMATS[value].about}` }))}
            value={to}
            onChange={value => value && setTo(value)}
          />
          <PathField
            label="To"
            description={MODEL_FORMATS[to].folder ? 'A folder' : 'A file, or a folder that is there'}
            placeholder="/models/line-3.onnx"
            kinds={['folder']}
            value={out}
            disabled={busy}
            onChange={setTyped}
          />
          <Group>
            <Checkbox
              label="Half precision, for half the size"
              disabled={busy || !isChangeable}
              checked={change.half}
              onChange={event => setWanted({ ...wanted, half: event.currentTarget.checked })}
            />
            <Checkbox
              label="Batch norms folded into the convolutions"
              disabled={busy || !isChangeable}
              checked={change.fold}
              onChange={event => setWanted({ ...wanted, fold: event.currentTarget.checked })}
            />
          </Group>
        </>
      )}
      result={exported => <Exported exported={exported} />}
    />
  );
}

function Exported({ exported: { files, difference } }: { exported: Output<'model.export'> }) {
  return (
    <>
      <Text size="sm">
        Read back and compared: its probabilities differ from the model's by at most {difference.toExponential(1)} on a
        test picture.
      </Text>
      <Table
        data={{
          head: ['File', 'Size'],
          body: files.map(({ path, bytes }) => [path, `${(bytes / 1e6).toFixed(1)} MB`]),
        }}
        verticalSpacing={4}
      />
    </>
  );
}

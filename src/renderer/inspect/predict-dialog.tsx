import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { InspectedModel } from '../../shared/contract-inspect.ts';
import { type Asking, AskingFields, USUAL_ASKING } from '../app/asking-fields.tsx';
import { JobDialog } from '../app/job-dialog.tsx';
import { cleanPath, PathField } from '../app/path-field.tsx';
import { useProject, useStudio } from '../app/studio-context.tsx';

interface Props {
  readonly model: InspectedModel;
  /** Where the threshold stands and how the model looks at present. */
  readonly asking: Omit<Asking, 'device'>;
}

/** Has the model predict all pictures of a folder, and writes what it sees. */
export function PredictFolder({ model, asking: present }: Props) {
  const { call } = useStudio();
  const { folder } = useProject();
  const [opened, setOpened] = useState(false);
  const [asking, setAsking] = useState<Asking>(USUAL_ASKING);
  const [from, setFrom] = useState('');
  const [out, setOut] = useState('');
  const open = () => {
    setAsking({ ...USUAL_ASKING, ...present });
    setOut(`${folder}/predictions`);
    setOpened(true);
  };
  const paths = [cleanPath(from)];
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        Predict a folder …
      </Button>
      <JobDialog
        opened={opened}
        title="Predict a folder"
        verb="Predict"
        label="Predicting pictures"
        ready={cleanPath(from) !== '' && cleanPath(out) !== ''}
        onClose={() => setOpened(false)}
        work={job => call('model.predict', { model, ...asking, paths, out: cleanPath(out), job })}
        fields={busy => (
          <>
            <PathField
              label="Pictures"
              description="A folder of pictures, or one picture"
              placeholder="/photos/bridge-12"
              kinds={['folder', 'file']}
              value={from}
              disabled={busy}
              onChange={setFrom}
            />
            <PathField
              label="To"
              description="A folder for masks, probabilities and overlays"
              placeholder="/predictions/bridge-12"
              kinds={['folder']}
              value={out}
              disabled={busy}
              onChange={setOut}
            />
            <AskingFields asking={asking} disabled={busy} onChange={setAsking} />
          </>
        )}
        result={({ images, problems }) => (
          <>
            <Text size="sm">
              {images} pictures are predicted; masks, probabilities and overlays are in <code>{cleanPath(out)}</code>.
            </Text>
            {problems.map(problem => (
              <Text key={problem} size="sm" c="red">
                {problem}
              </Text>
            ))}
          </>
        )}
      />
    </>
  );
}

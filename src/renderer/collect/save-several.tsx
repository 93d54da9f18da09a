import { Button, Group, NumberInput, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCameraPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { JobDialog } from '../app/job-dialog.tsx';
import { useStudio } from '../app/studio-context.tsx';
import { roiOf } from './roi-editor.ts';
import { useCollect } from './use-collect.ts';

/** Saves a frame every so often, all with the ROI and the choices of the panel. */
export function SaveSeveral() {
  const { call } = useStudio();
  const { store } = useCollect();
  const [opened, { open, close }] = useDisclosure(false);
  const [seconds, setSeconds] = useState<number | string>(2);
  const [most, setMost] = useState<number | string>('');
  const work = async (job: string) => {
    const { video, roi: state, options, refresh } = store.getState();
    const roi = roiOf(state);
    const frames = { everyMs: 1000 * Number(seconds), ...(most !== '' && { count: Number(most) }) };
    const choices = { video: video.video, ...frames, roi: roi && [...roi], options };
    // What was saved before it was cancelled is there, too.
    return call('sample.collect', { ...choices, job }).finally(refresh);
  };
  return (
    <>
      <Button fullWidth mt={6} variant="default" leftSection={<IconCameraPlus size={18} />} onClick={open}>
        Save a frame every …
      </Button>
      <JobDialog
        opened={opened}
        title="Save a frame every so often"
        verb="Save"
        label="Saving frames"
        ready={Number(seconds) > 0}
        onClose={close}
        work={work}
        fields={busy => (
          <Group grow align="start">
            <NumberInput
              label="Every"
              suffix=" s"
              min={0.001}
              disabled={busy}
              value={seconds}
              onChange={setSeconds}
              data-autofocus
            />
            <NumberInput
              label="At most"
              placeholder="no limit"
              suffix=" frames"
              min={1}
              allowDecimal={false}
              disabled={busy}
              value={most}
              onChange={setMost}
            />
          </Group>
        )}
        result={({ saved }) => <Text size="sm">{saved} frames are saved.</Text>}
      />
    </>
  );
}

import { Button, Checkbox, Collapse, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { InspectedModel } from '../../../shared/contract-inspect.ts';
import { JobProgress } from '../../app/job-progress.tsx';
import { useStudio } from '../../app/studio-context.tsx';
import { useJob } from '../../app/use-job.ts';

interface Props {
  /** Full paths. */
  readonly videos: readonly string[];
  readonly model: InspectedModel;
  readonly disabled: boolean;
}

interface Ended extends Output<'inspections.reference'> {
  readonly name: string;
}

/** Folded away: the chosen videos as fmvs_inspector inspects them, for a team that compares or goes on with its files. */
export function ReferenceSection({ videos, model, disabled }: Props) {
  const { call } = useStudio();
  const runner = useJob();
  const [isOpen, open] = useState(false);
  const [isModelFree, setModelFree] = useState(false);
  const [pictures, setPictures] = useState(true);
  const [ended, setEnded] = useState<readonly Ended[]>([]);
  const isRunning = runner.job !== undefined;
  const inspect = async () => {
    setEnded([]);
    for (const video of videos) {
      const name = video.split(/[\\/]/).at(-1) ?? video;
      const choices = { model: isModelFree ? null : model, video, pictures, device: 'cpu' } as const;
      const report = await runner.run(`Inspecting ${name}`, job => call('inspections.reference', { ...choices, job }));
      if (!report) return;
      setEnded(before => [...before, { name, ...report }]);
    }
  };
  return (
    <Stack gap={6} component="section" aria-label="As fmvs_inspector does">
      <UnstyledButton aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        <Text size="sm">{isOpen ? '▾' : '▸'} As fmvs_inspector does</Text>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Stack gap={6}>
          <Text size="xs" c="dimmed">
            To the bit: a line in its log for every frame with a crack, in inspections/reference.
          </Text>
          <Checkbox
            size="xs"
            label="Without a model, by black-hats"
            checked={isModelFree}
            disabled={isRunning}
            onChange={event => setModelFree(event.currentTarget.checked)}
          />
          <Checkbox
            size="xs"
            label="Two pictures of every such frame"
            checked={pictures}
            disabled={isRunning}
            onChange={event => setPictures(event.currentTarget.checked)}
          />
          <Button size="xs" variant="default" disabled={disabled || isRunning || videos.length === 0} onClick={inspect}>
            Inspect as the reference
          </Button>
          <JobProgress runner={runner} />
          {ended.map(({ name, lines, frames, log }) => (
            <Text key={log} size="xs" role="status" title={log}>
              {`${name}: ${lines} of ${frames} frames show a crack.`}
            </Text>
          ))}
        </Stack>
      </Collapse>
    </Stack>
  );
}

import { Button, Select, Slider, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { InspectedModel } from '../../../shared/contract-inspect.ts';
import type { RunSummary } from '../../../shared/contract-training.ts';
import { isPredicted } from '../../../shared/labels/predictions.ts';
import { STARTER, STARTER_LABEL } from '../../../shared/starter.ts';
import { bestRun } from '../../../shared/training/best-run.ts';
import { withKey } from '../../app/keys.ts';
import { attempt } from '../../app/notify.ts';
import { useProject, useStudio } from '../../app/studio-context.tsx';
import { useShortcuts } from '../../app/use-shortcuts.ts';
import { useDocument, useLabelSession, useSession } from '../use-session.ts';
import { modelShortcuts } from './model-shortcuts.ts';
import { useAsk } from './use-ask.ts';
import { usePreLabelRest } from './use-pre-label-rest.ts';

/** In the list the starting model has the name that no run can have. */
const OF_THE_STUDIO = '';

/** A trained model labels ahead; a person accepts, mends or throws away. */
export function ModelPanel() {
  const { call } = useStudio();
  const [runs, setRuns] = useState<readonly RunSummary[]>([]);
  const [chosen, choose] = useState<string | null>(null);
  useEffect(
    () => attempt(async () => setRuns((await call('runs.list', {})).runs.filter(({ model }) => model))),
    [call],
  );
  const run = chosen ?? bestRun(runs)?.name ?? runs[0]?.name ?? OF_THE_STUDIO;
  return (
    <Stack gap={6}>
      <Select
        size="xs"
        aria-label="Model"
        rightSectionWidth={22}
        styles={{ input: { paddingInlineStart: 6 } }}
        data={[
          ...runs.map(({ name, best }) => ({
            value: name,
            label: best ? `${name} · Dice ${best.dice.toFixed(2)}` : name,
          })),
          { value: OF_THE_STUDIO, label: STARTER_LABEL },
        ]}
        value={run}
        allowDeselect={false}
        onChange={choose}
      />
      <Asking model={run === OF_THE_STUDIO ? { kind: STARTER } : { kind: 'run', run }} />
    </Stack>
  );
}

function Asking({ model }: { model: InspectedModel }) {
  const session = useLabelSession();
  const { project } = useProject();
  const classes = project.classes.map(({ name }) => name);
  const ask = useAsk();
  const threshold = useSession(state => state.threshold);
  const unlabelled = useSession(state => state.images?.filter(({ state }) => state === 'unlabelled').length ?? 0);
  const isHelped = useDocument()?.labels.some(isPredicted) ?? false;
  const shortcuts = modelShortcuts(session, () => attempt(() => session.preLabel(model, ask, classes)));
  useShortcuts('Model', Object.values(shortcuts));
  const preLabelRest = usePreLabelRest();
  return (
    <>
      <Text size="xs">{`Crack from ${threshold.toFixed(2)} on`}</Text>
      <Slider
        size="sm"
        min={0.05}
        max={0.95}
        step={0.05}
        label={null}
        thumbLabel="Threshold of the model"
        value={threshold}
        onChange={value => session.store.setState({ threshold: value })}
        onChangeEnd={value => session.setThreshold(value, classes)}
      />
      <Stack gap={4}>
        <Button size="compact-xs" variant="default" onClick={() => shortcuts.ask.run()}>
          {withKey(shortcuts.ask, 'Label this image')}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={unlabelled === 0}
          onClick={() => attempt(() => preLabelRest(model, threshold))}
        >
          {model.kind === STARTER ? `What looks like a crack (${unlabelled})` : `Label the rest (${unlabelled})`}
        </Button>
      </Stack>
      {isHelped && (
        <Stack gap={4}>
          <Button size="compact-xs" onClick={() => shortcuts.accept.run()}>
            {withKey(shortcuts.accept, 'Accept')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => shortcuts.throwAway.run()}>
            {withKey(shortcuts.throwAway, 'Throw away')}
          </Button>
        </Stack>
      )}
    </>
  );
}

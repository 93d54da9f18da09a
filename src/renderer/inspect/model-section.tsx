import { Anchor, Button, Group, Select, Stack, Text } from '@mantine/core';
import type { InspectedModel, ModelFacts } from '../../shared/contract-inspect.ts';
import type { RunSummary } from '../../shared/contract-training.ts';
import { STARTER, STARTER_LABEL } from '../../shared/starter.ts';
import { bestRun } from '../../shared/training/best-run.ts';
import type { Asking } from '../app/asking-fields.tsx';
import { goToStage } from '../app/go-to-stage.ts';
import { OpenFromDisk } from './open-from-disk.tsx';
import { PredictFolder } from './predict-dialog.tsx';
import { keyOf, type Models } from './use-models.ts';

/** Which model looks, and what it says of itself. */
export function ModelSection({ models, asking }: { models: Models; asking: Omit<Asking, 'device'> }) {
  const { runs, files, chosen } = models;
  const groups = [
    { group: 'Runs of this project', items: runs.map(run => optionOfRun(run, runs)) },
    { group: 'From disk', items: files.map(optionOfFile) },
    { group: 'Of the studio', items: [{ value: keyOf({ kind: STARTER }), label: STARTER_LABEL }] },
  ];
  const openFirst = ([path]: readonly string[]) => (path === undefined ? Promise.resolve() : models.open(path));
  return (
    <Stack gap={6} component="section" aria-label="Model">
      <Select
        label="Model"
        data={groups.filter(({ items }) => items.length > 0)}
        value={keyOf(chosen)}
        allowDeselect={false}
        onChange={value => value && models.choose(JSON.parse(value) as InspectedModel)}
      />
      <State models={models} chosen={chosen} />
      <Group gap="xs">
        <OpenFromDisk
          kind="model"
          verb="Open a model"
          label="Path of a model.onnx"
          placeholder="/models/line-3/model.onnx"
          onOpen={openFirst}
        />
        <PredictFolder model={chosen} asking={asking} />
        {runs.length === 0 && (
          <Button size="xs" variant="default" onClick={() => goToStage('train')}>
            Go to Train
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function State({ models, chosen }: { models: Models; chosen: InspectedModel }) {
  const { answer, loading, problem, again } = models.facts;
  if (problem) {
    return (
      <Text size="xs" c="red" role="alert">
        {`${problem} `}
        <Anchor
          component="button"
          size="xs"
          onClick={() => (chosen.kind === 'file' ? models.forget(chosen.path) : again())}
        >
          {chosen.kind === 'file' ? 'Take it out of the list' : 'Try again'}
        </Anchor>
      </Text>
    );
  }
  return (
    <Text size="xs" c="dimmed" title={answer?.path} aria-label="About the model">
      {answer && !loading ? describe(answer) : 'Loading the model …'}
    </Text>
  );
}

function describe({ epoch, valDice, inputSize }: ModelFacts): string {
  const facts = [
    epoch !== null && `Epoch ${epoch}`,
    valDice !== null && `val Dice ${valDice.toFixed(3)}`,
    `trained at ${inputSize} px`,
  ];
  return facts.filter(Boolean).join(' · ');
}

/** Of several the best and the newest, which comes first, are called so. */
function optionOfRun({ name, best }: RunSummary, runs: readonly RunSummary[]) {
  const facts = [
    name,
    best && `Dice ${best.dice.toFixed(3)}`,
    runs.length > 1 && name === bestRun(runs)?.name && 'best',
    runs.length > 1 && name === runs[0].name && 'newest',
  ];
  return { value: keyOf({ kind: 'run', run: name }), label: facts.filter(Boolean).join(' · ') };
}

/** A file is called by its name and its folder's. */
function optionOfFile(path: string) {
  const [file, folder] = path.split(/[\\/]/).filter(Boolean).reverse();
  return { value: keyOf({ kind: 'file', path }), label: folder ? `${file} · ${folder}` : file };
}

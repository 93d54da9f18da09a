import { Group, SegmentedControl, Select, Slider, Stack, Switch, Text, Title } from '@mantine/core';
import type { RunSummary } from '../../shared/contract-training.ts';
import { Facts } from '../app/facts.tsx';
import classes from './inspect.module.css';
import { FALSE_ALARM, HIT, MISSED, type Scores, type View } from './overlay.ts';
import type { Prediction } from './use-prediction.ts';

interface SideProps {
  runs: readonly RunSummary[];
  run: string | undefined;
  onRun: (run: string) => void;
  threshold: number;
  onThreshold: (threshold: number) => void;
  view: View;
  onView: (view: View) => void;
  shown: boolean;
  onShown: (shown: boolean) => void;
  prediction: Prediction | undefined;
  scores: Scores | undefined;
}

/** Which model looks, from which probability on a pixel is crack, and what that gives. */
export function SidePanel(props: SideProps) {
  const { runs, run, onRun, threshold, onThreshold, view, onView, shown, onShown, prediction } = props;
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        Inspect
      </Title>
      <Select
        label="Model"
        data={runs.map(({ name, best }) => ({
          value: name,
          label: best ? `${name} · Dice ${best.dice.toFixed(3)}` : name,
        }))}
        value={run ?? null}
        allowDeselect={false}
        onChange={value => value && onRun(value)}
      />
      <div>
        <Group justify="space-between" mb={6}>
          <Text size="sm" fw={500} id="threshold">
            Threshold
          </Text>
          <Text size="sm">{threshold.toFixed(2)}</Text>
        </Group>
        <Slider
          min={0.01}
          max={0.99}
          step={0.01}
          value={threshold}
          onChange={onThreshold}
          label={null}
          aria-labelledby="threshold"
          thumbLabel="Threshold"
          disabled={view === 'probability'}
        />
      </div>
      <div>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="What is shown"
          value={view}
          onChange={value => onView(value as View)}
          data={[
            { value: 'mask', label: 'Mask' },
            { value: 'probability', label: 'Probability' },
            { value: 'comparison', label: 'Against labels', disabled: !prediction?.truth },
          ]}
        />
        {view === 'comparison' && <Key />}
        <Switch
          mt="sm"
          size="sm"
          label="Show the overlay"
          checked={shown}
          onChange={event => onShown(event.currentTarget.checked)}
        />
      </div>
      <Figures {...props} />
    </Stack>
  );
}

function Key() {
  const meanings = [
    [HIT, 'found'],
    [MISSED, 'missed'],
    [FALSE_ALARM, 'false alarm'],
  ] as const;
  return (
    <Group gap="sm" mt={8}>
      {meanings.map(([colour, meaning]) => (
        <Group key={meaning} gap={6}>
          <i className={classes.swatch} style={{ background: colour }} />
          <Text size="xs" c="dimmed">
            {meaning}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

function Figures({ prediction, scores }: SideProps) {
  if (!prediction || !scores) return null;
  const { width, height, highest, milliseconds } = prediction;
  const share = (100 * scores.crackPixels) / (width * height);
  const facts: [string, string][] = [
    ['Crack pixels', scores.crackPixels.toLocaleString('en')],
    ['of the image', `${share.toFixed(2)} %`],
    ['Dice', scores.agreement ? scores.agreement.dice.toFixed(3) : '–'],
    ['IoU', scores.agreement ? scores.agreement.iou.toFixed(3) : '–'],
    ['Highest', highest.toFixed(3)],
    ['Took', `${Math.round(milliseconds)} ms`],
  ];
  return <Facts facts={facts} />;
}

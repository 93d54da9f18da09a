import { Group, Slider, Switch, Text } from '@mantine/core';
import type { ModelFacts } from '../../shared/contract-inspect.ts';
import type { InputMode } from '../../shared/model-usage.ts';
import { Choice } from '../app/choice.tsx';
import { Facts } from '../app/facts.tsx';
import classes from './inspect.module.css';
import { FALSE_ALARM, HIT, MISSED, type Scores, type View } from './overlay.ts';
import type { Prediction } from './use-prediction.ts';

interface ModeProps {
  readonly mode: InputMode;
  onMode(mode: InputMode): void;
  /** Undefined while unknown. */
  readonly model: ModelFacts | undefined;
}

/** Whether the picture is squeezed into the model's square, or covered with squares. */
export function ModeSection({ mode, onMode, model }: ModeProps) {
  const side = model?.inputSize ?? '…';
  const meanings = {
    resize: `Squeezed to ${side} × ${side} px`,
    tile: `${side} px squares with overlap, nothing shrunk`,
  };
  return (
    <div>
      <Choice label="How the model looks" value={mode} onChange={onMode} options={{ resize: 'Whole', tile: 'Tiles' }} />
      <Text size="xs" c="dimmed" mt={4}>
        {`${meanings[mode]}${mode === model?.inputMode ? ', as in training' : ''}.`}
      </Text>
    </div>
  );
}

interface ThresholdProps {
  readonly threshold: number;
  onThreshold(threshold: number): void;
  readonly disabled: boolean;
}

/** From which probability on a pixel is crack. */
export function ThresholdSection({ threshold, onThreshold, disabled }: ThresholdProps) {
  return (
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
        disabled={disabled}
      />
    </div>
  );
}

interface ViewProps {
  readonly view: View;
  onView(view: View): void;
  /** Whether there are labels to compare with. */
  readonly canCompare: boolean;
  readonly isShown: boolean;
  onShown(isShown: boolean): void;
  /** Whether what the model is given is shown in place of the picture. */
  readonly isSeen: boolean;
  onSeen(isSeen: boolean): void;
  /** The classes that the model tells apart. */
  readonly legend: Legend;
}

/** Colours, `#rrggbb`, and what they mean. */
export type Legend = readonly (readonly [colour: string, meaning: string])[];

/** What the overlay tells. */
export function ViewSection({ view, onView, canCompare, isShown, onShown, isSeen, onSeen, legend }: ViewProps) {
  return (
    <div>
      <Choice
        label="What is shown"
        value={view}
        onChange={onView}
        options={{ mask: 'Mask', probability: 'Probability', comparison: 'Against labels' }}
        without={canCompare ? [] : ['comparison']}
      />
      <Key meanings={view === 'comparison' ? COMPARISON : legend} />
      <Switch
        mt="sm"
        size="sm"
        label="Show the overlay"
        checked={isShown}
        onChange={event => onShown(event.currentTarget.checked)}
      />
      <Switch
        mt={8}
        size="sm"
        label="What the model sees"
        checked={isSeen}
        onChange={event => onSeen(event.currentTarget.checked)}
      />
    </div>
  );
}

const COMPARISON: Legend = [
  [HIT, 'found'],
  [MISSED, 'missed'],
  [FALSE_ALARM, 'false alarm'],
];

function Key({ meanings }: { meanings: Legend }) {
  if (meanings.length === 0) return null;
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

interface FiguresProps {
  readonly prediction: Prediction | undefined;
  /** Whether another answer is on its way. */
  readonly isStale: boolean;
  readonly scores: Scores | undefined;
  /** Of what crack pixels are a share: "of the image". */
  readonly whole: string;
}

/** What the threshold gives. */
export function Figures({ prediction, isStale, scores, whole }: FiguresProps) {
  if (!prediction || !scores) return null;
  const { width, height, highest, milliseconds } = prediction;
  const share = (100 * scores.crackPixels) / (width * height);
  const { agreement } = scores;
  const facts = [
    ['Crack pixels', scores.crackPixels.toLocaleString('en')],
    [whole, `${share.toFixed(2)} %`],
    ['Dice', agreement ? agreement.dice.toFixed(3) : '–'],
    ['IoU', agreement ? agreement.iou.toFixed(3) : '–'],
    ['Highest', highest.toFixed(3)],
    ['Took', `${Math.round(milliseconds)} ms`],
  ] as const;
  return (
    <div className={classes.figures} data-stale={isStale || undefined} aria-busy={isStale}>
      <Facts facts={facts} />
    </div>
  );
}

import { useMemo } from 'react';
import type { StepLoss } from '../../shared/contract-training.ts';
import type { EpochMetrics } from '../../shared/schemas/training.ts';
import { Chart, type ChartSeries } from './chart.tsx';
import { epochColumns, type Metric, stepColumns } from './series.ts';
import classes from './train.module.css';

/** A run as the charts show it. */
export interface DrawnRun {
  readonly name: string;
  readonly colour: string;
  readonly epochs: readonly EpochMetrics[];
}

const LOSS: readonly [Metric, Metric] = ['va_loss', 'tr_loss'];
const SCORES: readonly [Metric, Metric] = ['va_dice', 'va_iou'];
const NAMES: Readonly<Record<Metric, string>> = {
  va_loss: 'val',
  tr_loss: 'train',
  va_dice: 'Dice',
  va_iou: 'IoU',
};

/** What the networks have learned: scores and losses by epoch of all runs drawn, and the loss by step of the one at work. */
export function Curves({ runs, steps }: { runs: readonly DrawnRun[]; steps: readonly StepLoss[] | null }) {
  const scores = useMemo(() => epochColumns(epochsOf(runs), SCORES), [runs]);
  const losses = useMemo(() => epochColumns(epochsOf(runs), LOSS), [runs]);
  const stepLosses = useMemo(() => stepColumns(steps ?? []), [steps]);
  const colour = runs[0]?.colour ?? '#3fa994';
  return (
    <div className={classes.curves}>
      <Chart
        title="Dice and IoU on val"
        meaning={<Meaning solid="Dice" dashed="IoU" />}
        unit="epoch"
        series={seriesOf(runs, SCORES)}
        data={scores}
        range={[0, 1]}
        empty={steps ? 'The first point comes with the end of the first epoch.' : 'Train, or choose a run below.'}
      />
      <Chart
        title="Loss"
        meaning={<Meaning solid="val" dashed="train" />}
        unit="epoch"
        series={seriesOf(runs, LOSS)}
        data={losses}
        empty={steps ? 'The first point comes with the end of the first epoch.' : 'Train, or choose a run below.'}
      />
      {steps && (
        <Chart
          title="Loss of every step"
          meaning="smoothed"
          unit="step"
          series={[
            { label: 'step', colour, faint: true },
            { label: 'smoothed', colour },
          ]}
          data={stepLosses}
          empty="Waiting for the first step …"
        />
      )}
    </div>
  );
}

function epochsOf(runs: readonly DrawnRun[]) {
  return runs.map(({ epochs }) => epochs);
}

function seriesOf(runs: readonly DrawnRun[], metrics: readonly [Metric, Metric]): ChartSeries[] {
  return runs.flatMap(({ colour }) =>
    metrics.map((metric, i) => ({
      label: NAMES[metric],
      colour,
      dashed: i === 1,
      dots: true,
    })),
  );
}

function Meaning({ solid, dashed }: { solid: string; dashed: string }) {
  return (
    <span className={classes.meaning}>
      <i className={classes.solid} /> {solid} <i className={classes.dashed} /> {dashed}
    </span>
  );
}

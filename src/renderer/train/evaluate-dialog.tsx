import { Select, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { ModelEvaluation } from '../../shared/contract-models.ts';
import { AskingFields, USUAL_ASKING } from '../app/asking-fields.tsx';
import { Facts } from '../app/facts.tsx';
import { JobDialog } from '../app/job-dialog.tsx';
import { cleanPath, PathField } from '../app/path-field.tsx';
import { useStudio } from '../app/studio-context.tsx';

const SPLITS = [
  { value: 'val', label: 'Val: not learned from' },
  { value: 'train', label: 'Train' },
  { value: 'all', label: 'All images with a mask' },
] satisfies { value: ModelEvaluation['split']; label: string }[];

interface Props {
  /** The run whose model is evaluated; the dialog is closed without. */
  readonly run: string | undefined;
  onClose(): void;
}

/** How well a run's model finds the cracks that people labelled. */
export function EvaluateRun({ run, onClose }: Props) {
  const { call } = useStudio();
  const [split, setSplit] = useState<ModelEvaluation['split']>('val');
  const [asking, setAsking] = useState(USUAL_ASKING);
  const [out, setOut] = useState('');
  const model = { kind: 'run', run: run ?? '' } as const;
  const report = cleanPath(out) === '' ? {} : { out: cleanPath(out) };
  return (
    <JobDialog
      opened={run !== undefined}
      title={`Evaluate ${run ?? ''}`}
      verb="Evaluate"
      label="Evaluating the model"
      ready
      onClose={onClose}
      work={job => call('model.evaluate', { model, split, ...asking, ...report, job })}
      fields={busy => (
        <>
          <Select
            label="Images"
            disabled={busy}
            allowDeselect={false}
            data={SPLITS}
            value={split}
            onChange={value => value && setSplit(value)}
          />
          <AskingFields asking={asking} disabled={busy} onChange={setAsking} />
          <PathField
            label="Report to"
            description="A folder for evaluation.json, report.md and curve.svg; empty writes nothing"
            placeholder="/reports/line-3"
            kinds={['folder']}
            value={out}
            disabled={busy}
            onChange={setOut}
          />
        </>
      )}
      result={evaluation => <Found evaluation={evaluation} />}
    />
  );
}

const score = (value: number) => value.toFixed(3);

function Found({ evaluation }: { evaluation: ModelEvaluation }) {
  const { images, split, threshold, pooled, tolerant, meanDice, meanIou, chosen, classes, worst, problems } =
    evaluation;
  return (
    <>
      <Text size="sm">
        {images} images ({split}), counted at their own resolution, at threshold {threshold}.
      </Text>
      <Facts
        facts={[
          ['Mean Dice', score(meanDice)],
          ['Mean IoU', score(meanIou)],
          ['Precision', score(pooled.precision)],
          ['Recall', score(pooled.recall)],
          ['Pooled F1', score(pooled.f1)],
          ['F1 within 2 px', score(tolerant.f1)],
        ]}
      />
      {chosen && (
        <Text size="sm">
          The best threshold on val is {chosen.threshold}: pooled F1 {score(chosen.pooled.f1)}.
        </Text>
      )}
      {classes.length > 0 && (
        <Rows
          head={['Class', 'Dice', 'Precision', 'Recall']}
          rows={classes.map(each => [each.name, each.meanDice, each.precision, each.recall])}
        />
      )}
      {worst.length > 0 && (
        <Rows
          head={['Worst images', 'Dice', 'Precision', 'Recall']}
          rows={worst.map(each => [each.image, each.dice, each.precision, each.recall])}
        />
      )}
      {problems.map(problem => (
        <Text key={problem} size="sm" c="red">
          {problem}
        </Text>
      ))}
    </>
  );
}

function Rows({ head, rows }: { head: string[]; rows: readonly (readonly [string, ...number[]])[] }) {
  return (
    <Table data={{ head, body: rows.map(([name, ...values]) => [name, ...values.map(score)]) }} verticalSpacing={4} />
  );
}

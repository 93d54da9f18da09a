import { Switch } from '@mantine/core';
import type { DatasetSummary } from '../../shared/contract-dataset.ts';
import { useProject } from '../app/studio-context.tsx';
import classes from './dataset.module.css';
import type { Dataset } from './use-dataset.ts';

/** How many images there are, how far they are, and how much crack is in them. */
export function Counts({ summary, dataset }: { summary: DatasetSummary; dataset: Dataset }) {
  const { images, states, reviews, eligible, positives, pixels, crackPixels } = summary;
  const { project, readOnly } = useProject();
  const begun = states['in progress'];
  const figures: [string, string, string][] = [
    ['Images', images.toLocaleString('en'), begun > 0 ? `${begun} in progress` : ''],
    [
      'Verified',
      states.verified.toLocaleString('en'),
      reviewed(reviews) || (images > 0 ? percent(states.verified / images) : ''),
    ],
    [
      'With cracks',
      positives.toLocaleString('en'),
      eligible > 0 ? `${percent(positives / eligible)} of ${eligible}` : '',
    ],
    ['Crack pixels', compact(crackPixels), pixels > 0 ? percent(crackPixels / pixels, 2) : ''],
  ];
  return (
    <section className={classes.panel} aria-label="Counts">
      <dl className={classes.figures}>
        {figures.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              <small>{note}</small>
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        checked={project.settings.trainUnverified}
        disabled={readOnly !== null}
        onChange={event => dataset.setTrainUnverified(event.currentTarget.checked)}
        label="Train on unverified images, too"
        description="For data that came with masks of another tool. What has no mask counts as free of cracks."
      />
    </section>
  );
}

/** `12 approved, 3 sent back`; empty as long as nobody has reviewed. */
function reviewed({ approved, returned }: DatasetSummary['reviews']): string {
  return [approved > 0 && `${approved} approved`, returned > 0 && `${returned} sent back`].filter(Boolean).join(', ');
}

function percent(share: number, places = 0): string {
  return `${(100 * share).toFixed(places)} %`;
}

/** `12.3k`, `4.56M`: the figure's size matters, not its last digits. */
function compact(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

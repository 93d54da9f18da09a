import { Group, NumberInput, SimpleGrid, Text, Title } from '@mantine/core';
import type { DatasetSummary } from '../../shared/contract-dataset.ts';
import { SEEDS } from '../../shared/random.ts';
import { Choice } from '../app/choice.tsx';
import classes from './dataset.module.css';
import type { Dataset } from './use-dataset.ts';

const RULES = { video: 'neighbours in time kept on one side', file: 'every frame dealt alone' } as const;

/** How the images are dealt, and how they are to be dealt the next time. */
export function SplitPanel({ summary, dataset }: { summary: DatasetSummary; dataset: Dataset }) {
  const { split } = summary;
  return (
    <section className={classes.panel} aria-label="Split">
      <Title order={2}>Split</Title>
      {split ? (
        <CurrentSplit split={split} />
      ) : (
        <Text size="sm" c="dimmed" mb="sm">
          Not made yet: press Prepare.
        </Text>
      )}
      <SplitForm dataset={dataset} />
    </section>
  );
}

function CurrentSplit({ split }: { split: NonNullable<DatasetSummary['split']> }) {
  const { train, val, leftOut, record } = split;
  const sides = [
    { name: 'train', ...train, colour: 'var(--studio-accent)' },
    { name: 'val', ...val, colour: 'var(--studio-val)' },
  ];
  return (
    <>
      <div className={classes.sides} aria-hidden>
        {sides.map(({ name, images, colour }) => (
          <div key={name} className={classes.side} style={{ flex: images, background: colour }} />
        ))}
        {leftOut > 0 && <div className={classes.side} style={{ flex: leftOut, background: 'var(--studio-line)' }} />}
      </div>
      <Group gap="lg">
        {sides.map(({ name, images, positives, colour }) => (
          <Text key={name} size="sm">
            <b style={{ color: colour }}>{name}</b> {images} images (
            {Math.round((100 * images) / (train.images + val.images))} %), {positives} with cracks
          </Text>
        ))}
        {leftOut > 0 && (
          <Text size="sm" c="dimmed" title="They lie too near in time to images of val.">
            {leftOut} left out
          </Text>
        )}
      </Group>
      <Text size="xs" c="dimmed" mt={4} mb="md">
        {record
          ? `By ${record.group}: ${RULES[record.group]}; seed ${record.seed}; made ${new Date(record.at).toLocaleString()}.`
          : 'Made by another program.'}
      </Text>
    </>
  );
}

function SplitForm({ dataset: { choices, choose } }: { dataset: Dataset }) {
  return (
    <>
      <SimpleGrid cols={3} spacing="sm">
        <NumberInput
          {...whole('For val, %', 90)}
          value={choices.valPercent}
          onChange={value => typeof value === 'number' && choose({ valPercent: value })}
        />
        <NumberInput
          {...whole('With cracks, at least', 10_000)}
          placeholder="as many as fit"
          value={choices.minValPos === 'auto' ? '' : choices.minValPos}
          onChange={value => choose({ minValPos: typeof value === 'number' ? value : 'auto' })}
        />
        <NumberInput
          {...whole('Seed', SEEDS.max)}
          value={choices.seed}
          onChange={value => typeof value === 'number' && choose({ seed: value })}
        />
      </SimpleGrid>
      <Choice
        mt="sm"
        label="Rule"
        value={choices.group}
        onChange={group => choose({ group })}
        options={{ auto: 'Automatic', video: 'By video and time', file: 'Frame by frame' }}
      />
    </>
  );
}

/** A field for a whole number. */
function whole(label: string, max: number) {
  return { size: 'xs', label, min: 0, max, allowDecimal: false, clampBehavior: 'strict' } as const;
}

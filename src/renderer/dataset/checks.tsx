import { Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { DatasetCheck } from '../../shared/contract-dataset.ts';
import classes from './dataset.module.css';

const ICONS = {
  good: { icon: IconCircleCheck, colour: 'var(--studio-accent)', name: 'Good' },
  advice: { icon: IconAlertTriangle, colour: 'var(--mantine-color-orange-6)', name: 'Advice' },
  problem: { icon: IconCircleX, colour: 'var(--mantine-color-red-6)', name: 'Problem' },
} as const;

/** The advice of the guide, and whether the data follow it. */
export function Checks({ checks }: { checks: readonly DatasetCheck[] }) {
  return (
    <section className={classes.panel} aria-label="Checks">
      <Title order={2} mb="sm">
        Is it enough?
      </Title>
      <ul className={classes.checks}>
        {checks.map(({ id, state, title, text }) => {
          const { icon: CheckIcon, colour, name } = ICONS[state];
          return (
            <li key={id} className={classes.check}>
              <CheckIcon size={18} color={colour} aria-label={name} />
              <div>
                <Text size="sm" fw={600}>
                  {title}
                </Text>
                <Text size="sm" c="dimmed">
                  {text}
                </Text>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

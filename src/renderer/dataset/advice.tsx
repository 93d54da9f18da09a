import { Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Advice } from '../../shared/contract-dataset.ts';
import classes from './dataset.module.css';

const ICONS = {
  good: { icon: IconCircleCheck, colour: 'var(--studio-accent)', name: 'Good' },
  advice: { icon: IconAlertTriangle, colour: 'var(--mantine-color-orange-6)', name: 'Advice' },
  problem: { icon: IconCircleX, colour: 'var(--mantine-color-red-6)', name: 'Problem' },
} as const;

/** The advice of the guide, and whether the data follow it. */
export function AdviceList({ advice, children }: { advice: readonly Advice[]; children: ReactNode }) {
  return (
    <section className={classes.panel} aria-label="Advice">
      <Title order={2} mb="sm">
        Is it enough?
      </Title>
      <ul className={classes.adviceList}>
        {advice.map(({ id, ...each }) => (
          <AdviceItem key={id} {...each} />
        ))}
        {children}
      </ul>
    </section>
  );
}

export function AdviceItem({ state, title, text, children }: Omit<Advice, 'id'> & { children?: ReactNode }) {
  const { icon: StateIcon, colour, name } = ICONS[state];
  return (
    <li className={classes.adviceItem}>
      <StateIcon size={18} color={colour} aria-label={name} />
      <div className={classes.adviceText}>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
        {children}
      </div>
    </li>
  );
}

import { Title } from '@mantine/core';
import type { HTMLAttributes, ReactNode } from 'react';
import classes from './sided-stage.module.css';

interface SidedStageProps extends Omit<HTMLAttributes<HTMLDivElement>, 'title'> {
  title: string;
  /** What is in the column below the title. */
  side: ReactNode;
  /** Fills the rest. */
  children: ReactNode;
}

/** A stage with what one chooses in a column at its left. */
export function SidedStage({ title, side, children, ...listeners }: SidedStageProps) {
  return (
    <div className={classes.stage} {...listeners}>
      <div className={classes.side}>
        <Title order={1} size="h2" mb="md">
          {title}
        </Title>
        {side}
      </div>
      {children}
    </div>
  );
}

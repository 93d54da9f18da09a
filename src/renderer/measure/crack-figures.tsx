import { Text } from '@mantine/core';
import { doubtsInWords, figuresInWords } from '../../shared/measure/figures.ts';
import type { Measurement } from '../../shared/measure/measurement.ts';
import { Facts } from '../app/facts.tsx';
import classes from './measure.module.css';

/** What was measured of a crack: in mm where there is a scale, else in px. */
export function CrackFigures({ measured }: { measured: Measurement }) {
  return (
    <section className={classes.figures} aria-label="Measured">
      <Facts facts={figuresInWords(measured)} />
      {doubtsInWords(measured).map(doubt => (
        <Text key={doubt} size="xs" c="orange" mt={6}>
          {doubt}
        </Text>
      ))}
    </section>
  );
}

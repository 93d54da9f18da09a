import { Group, Modal, Text } from '@mantine/core';
import type { RunExamples } from '../../shared/contract-training.ts';
import classes from './train.module.css';

type Example = RunExamples['worst'][number];

interface ExampleProps {
  /** What is enlarged; the dialog is closed without. */
  example: Example | undefined;
  urlOf: (example: Example) => string;
  onClose: () => void;
}

export function ExampleDialog({ example, urlOf, onClose }: ExampleProps) {
  return (
    <Modal opened={example !== undefined} onClose={onClose} title={example?.image} size="xl" centered>
      {example && (
        <>
          <img className={classes.enlarged} src={urlOf(example)} alt={`${example.image}: label and prediction`} />
          <Group grow mt="xs">
            <Text size="sm" c="dimmed" ta="center">
              Label
            </Text>
            <Text size="sm" c="dimmed" ta="center">
              Prediction, Dice {example.dice.toFixed(3)}
            </Text>
          </Group>
        </>
      )}
    </Modal>
  );
}

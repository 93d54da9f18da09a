import { Button, Progress, Stack, Text } from '@mantine/core';
import { IconPlayerStopFilled } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { TrainingState } from '../../shared/contract-training.ts';
import { networkWords } from '../../shared/training/encoders.ts';
import { Facts } from '../app/facts.tsx';
import { useStudio } from '../app/studio-context.tsx';
import { imagesPerSecond, isRunning, secondsLeft, shareDone } from './training-state.ts';
import { duration, memory } from './words.ts';

/** The training at work, or how the last one ended. */
export function ProgressPanel({ training, onStop }: { training: TrainingState; onStop: () => void }) {
  const now = useNow(isRunning(training));
  const { phase, config, epochs, stepsPerEpoch, steps, best } = training;
  const left = secondsLeft(training, now);
  const speed = imagesPerSecond(training, now);
  const { peak_memory_mib: peak, data_wait: wait } = epochs.at(-1) ?? {};
  const step = steps.at(-1)?.step ?? 0;
  const begun = step > 0 ? Math.floor((step - 1) / stepsPerEpoch) : epochs.length;
  const epoch = Math.min(config.epochs, begun + 1);
  const facts: [string, string][] = [
    ['Epoch', `${epoch} of ${config.epochs}`],
    ['Step', stepsPerEpoch > 0 ? `${step - (epoch - 1) * stepsPerEpoch} of ${stepsPerEpoch}` : '–'],
    ['Time left', left === null ? '–' : duration(left)],
    ['Elapsed', duration((now - training.startedAt) / 1000)],
    ['Images a second', speed === null ? '–' : speed.toFixed(1)],
    ['Waiting for data', wait === undefined ? '–' : `${(100 * wait).toFixed(1)} %`],
    ['Memory', peak === undefined ? '–' : memory(peak)],
    ['Best Dice', best ? best.dice.toFixed(3) : '–'],
    ['in epoch', best ? String(best.epoch) : '–'],
  ];
  return (
    <Stack gap="md">
      {phase === 'preparing' ? <Preparing training={training} /> : <Advance training={training} />}
      <Facts facts={facts} />
      <Button
        variant="default"
        fullWidth
        leftSection={<IconPlayerStopFilled size={16} />}
        onClick={onStop}
        loading={phase === 'stopping'}
      >
        Stop, keep the best
      </Button>
      <Surroundings training={training} />
    </Stack>
  );
}

function Preparing({ training: { preparing } }: { training: TrainingState }) {
  const { text, done, total } = preparing;
  return (
    <div role="status">
      <Text size="sm" mb={6}>
        {text} …
      </Text>
      <Progress value={total > 0 ? (100 * done) / total : 100} animated={total === 0} aria-label={text} />
    </div>
  );
}

function Advance({ training }: { training: TrainingState }) {
  const share = 100 * shareDone(training);
  return (
    <div>
      <Text size="sm" mb={6} role="status">
        {training.phase === 'stopping' ? 'Stopping after this step …' : `Training ${training.run ?? ''}`}
      </Text>
      <Progress value={share} aria-label="Training" />
    </div>
  );
}

/** Where it trains and on what, and what it had to say. */
function Surroundings({ training: { device, reason, train, val, config, notes } }: { training: TrainingState }) {
  const { desktop } = useStudio();
  return (
    <Stack gap={6}>
      <Text size="xs" c="dimmed">
        {train > 0 && `${train} images, ${val} to validate; `}
        {config.size} px, {networkWords(config)}, batches of {config.batch}, learning rate {config.lr}.
      </Text>
      {device && (
        <Text size="xs" c="dimmed">
          {reason === 'as asked for'
            ? `Device: ${device === 'cpu' ? 'CPU' : 'WebGPU'}, as asked for`
            : `Device: ${reason}`}
        </Text>
      )}
      {notes.map(note => (
        <Text key={note} size="xs" c="orange">
          {note}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {desktop
          ? 'You may close the window: it asks whether the training goes on.'
          : 'You may close this page; the training goes on.'}
      </Text>
    </Stack>
  );
}

/** The time, ms since 1970, twice a second while it matters. */
function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

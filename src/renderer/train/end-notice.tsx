import { Alert, Button } from '@mantine/core';
import { IconPlayerTrackNextFilled } from '@tabler/icons-react';
import type { RunSummary, TrainingState } from '../../shared/contract-training.ts';
import { errorOf, inWords } from '../../shared/errors.ts';
import { WINDOW_REMEDIES } from '../../shared/window-remedies.ts';

interface EndProps {
  /** The last training since the studio was started. */
  training: TrainingState | null;
  /** The run to go on with, if its training was not done. */
  unfinished: RunSummary | undefined;
  onResume: () => void;
  resuming: boolean;
}

/** How the last training ended, above the button for the next; and the way to go on with it. */
export function EndNotice({ training, unfinished, onResume, resuming }: EndProps) {
  const end = training ? endOf(training) : unfinished && cutOff(unfinished);
  if (!end) return null;
  return (
    <Alert variant="light" mb="md" title={end.title} {...(end.failed && { color: 'red' })}>
      {end.text}
      {unfinished && (
        <Button
          mt="sm"
          fullWidth
          variant="default"
          leftSection={<IconPlayerTrackNextFilled size={16} />}
          onClick={onResume}
          loading={resuming}
        >
          Resume, up to epoch {unfinished.config?.epochs}
        </Button>
      )}
    </Alert>
  );
}

interface End {
  readonly title: string;
  readonly text: string | null;
  readonly failed?: boolean;
}

function endOf({ phase, error, best, epochs, config }: TrainingState): End {
  if (error) return { title: 'The training failed', text: inWords(errorOf(error), WINDOW_REMEDIES), failed: true };
  const kept = best ? `The best model is of epoch ${best.epoch}: Dice ${best.dice.toFixed(3)}.` : 'No model was kept.';
  const early = phase === 'done' && epochs.length < config.epochs;
  const why = early ? ` Ended after epoch ${epochs.length}, for ${config.patience} had brought no better Dice.` : '';
  return { title: phase === 'done' ? 'Training complete' : 'Training stopped', text: kept + why };
}

/** The studio was closed, or the machine went down, while it was training. */
function cutOff({ name }: RunSummary): End {
  return { title: 'A training is not done', text: `${name} stopped before its last epoch.` };
}

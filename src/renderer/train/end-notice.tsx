import { Alert, Button, List } from '@mantine/core';
import { IconEye, IconPlayerTrackNextFilled, IconWand } from '@tabler/icons-react';
import type { RunSummary, TrainingState } from '../../shared/contract-training.ts';
import { errorOf, inWords } from '../../shared/errors.ts';
import { bestRun } from '../../shared/training/best-run.ts';
import { adviceOnDice } from '../../shared/training/dice-advice.ts';
import { WINDOW_REMEDIES } from '../../shared/window-remedies.ts';
import { goToStage } from '../app/go-to-stage.ts';
import { attempt } from '../app/notify.ts';
import { useProject } from '../app/studio-context.tsx';
import { InspectAgain } from '../inspect/videos/inspect-again.tsx';
import { usePreLabelRest } from '../label/model/use-pre-label-rest.ts';
import { useLabelSession } from '../label/use-session.ts';

interface EndProps {
  /** The last training since the studio was started. */
  training: TrainingState | null;
  /** All runs of the project. */
  runs: readonly RunSummary[];
  /** The run to go on with, if its training was not done. */
  unfinished: RunSummary | undefined;
  onResume: () => void;
  resuming: boolean;
}

/** How the last training ended, above the button for the next; and the ways to go on with it. */
export function EndNotice({ training, runs, unfinished, onResume, resuming }: EndProps) {
  const end = training ? endOf(training, runs) : unfinished && cutOff(unfinished);
  if (!end) return null;
  const { title, text, failed = false, advice = [], inspect } = end;
  return (
    <Alert variant="light" mb="md" title={title} {...(failed && { color: 'red' })}>
      {text}
      {advice.length > 0 && (
        <List size="sm" mt="xs" aria-label="What may help">
          {advice.map(sentence => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      )}
      {inspect !== undefined && (
        <Button mt="sm" fullWidth leftSection={<IconEye size={16} />} onClick={() => goToStage('inspect', inspect)}>
          Inspect it
        </Button>
      )}
      {inspect !== undefined && <LabelRest run={inspect} />}
      {inspect !== undefined && <InspectAgain run={inspect} />}
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

/** The model labels ahead what nobody has labelled, and Label shows first what would teach it most. */
function LabelRest({ run }: { run: string }) {
  const preLabelRest = usePreLabelRest();
  const session = useLabelSession();
  const { readOnly } = useProject();
  const label = async () => {
    await preLabelRest({ kind: 'run', run });
    session.list({ order: 'teaches most', filter: 'unlabelled' });
    goToStage('label');
  };
  return (
    <Button
      mt="sm"
      fullWidth
      variant="default"
      disabled={readOnly !== null}
      leftSection={<IconWand size={16} />}
      onClick={() => attempt(label)}
    >
      Pre-label the rest
    </Button>
  );
}

interface End {
  readonly title: string;
  readonly text: string | null;
  readonly failed?: boolean;
  /** What may make the next one better. */
  readonly advice?: readonly string[];
  /** The run whose model can be looked at. */
  readonly inspect?: string;
}

function endOf(training: TrainingState, runs: readonly RunSummary[]): End {
  const { phase, error, run, best, epochs, config } = training;
  if (error) return { title: 'The training failed', text: inWords(errorOf(error), WINDOW_REMEDIES), failed: true };
  const early = phase === 'done' && epochs.length < config.epochs;
  const sentences = [
    best ? `Its best model is of epoch ${best.epoch}: Dice ${best.dice.toFixed(3)}.` : 'No model was kept.',
    early && `Ended after epoch ${epochs.length}, for ${config.patience} had brought no better Dice.`,
    better(training, runs),
  ];
  return {
    title: phase === 'done' ? 'Training complete' : 'Training stopped',
    text: sentences.filter(Boolean).join(' '),
    advice: adviceOnDice(training),
    ...(run !== null && best && { inspect: run }),
  };
}

/** What an inspector would not expect of the newest: that it is not the best. */
function better({ run, best }: TrainingState, runs: readonly RunSummary[]): string | undefined {
  const rival = bestRun(runs);
  if (!rival?.best || rival.name === run || rival.best.dice <= (best?.dice ?? 0)) return undefined;
  return `The best of the project is still ${rival.name}: Dice ${rival.best.dice.toFixed(3)}.`;
}

/** The studio was closed, or the machine went down, while it was training. */
function cutOff({ name }: RunSummary): End {
  return { title: 'A training is not done', text: `${name} stopped before its last epoch.` };
}

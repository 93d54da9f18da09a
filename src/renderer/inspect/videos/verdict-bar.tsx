import { Button, Group, Text } from '@mantine/core';
import type { ShownEvent } from '../../../shared/contract-inspections.ts';
import type { EventVerdict } from '../../../shared/schemas/inspection.ts';
import { keysOf } from '../../../shared/table.ts';
import { withKey } from '../../app/keys.ts';
import { RemarkField } from './remark-field.tsx';
import type { ReviewShortcuts } from './review-shortcuts.ts';
import type { ToDataset } from './use-dataset.ts';
import type { Events } from './use-events.ts';
import classes from './videos.module.css';

const VERDICTS: Readonly<Record<EventVerdict, string>> = { true: 'True', false: 'False', unsure: 'Unsure' };

interface Props {
  readonly event: ShownEvent;
  readonly shortcuts: ReviewShortcuts;
  readonly events: Pick<Events, 'remark'>;
  readonly dataset: Pick<ToDataset, 'imageOf'>;
}

/** What the person says of the current event, and what comes of it for the dataset. */
export function VerdictBar({ event, shortcuts, events, dataset }: Props) {
  const image = dataset.imageOf(event.id);
  return (
    <div className={classes.verdicts}>
      <Group gap="xs" wrap="nowrap">
        <Button.Group>
          {keysOf(VERDICTS).map(verdict => (
            <Button
              key={verdict}
              size="compact-sm"
              variant={event.verdict?.verdict === verdict ? 'filled' : 'default'}
              aria-pressed={event.verdict?.verdict === verdict}
              onClick={() => shortcuts[verdict].run()}
            >
              {withKey(shortcuts[verdict], VERDICTS[verdict])}
            </Button>
          ))}
        </Button.Group>
        <Button size="compact-sm" variant="default" onClick={() => shortcuts.label.run()}>
          {withKey(shortcuts.label, 'Correct in Label')}
        </Button>
        <div style={{ flex: 1, minWidth: 80 }}>
          <RemarkField key={`${event.id} ${event.verdict?.at}`} event={event} onRemark={events.remark} />
        </div>
      </Group>
      {image !== undefined && (
        <Text size="xs" c="dimmed" truncate role="status" title={image}>
          {`${wordsOf(event)}: ${image}`}
        </Text>
      )}
    </div>
  );
}

function wordsOf({ verdict }: ShownEvent): string {
  if (verdict?.verdict === 'true') return 'In Label with its mask';
  if (verdict?.verdict === 'false') return 'In Label without this crack';
  return 'In Label';
}

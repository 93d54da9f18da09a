import { ActionIcon, Badge, Button, Group, Stack, Text, Textarea, Tooltip } from '@mantine/core';
import { IconMessagePin, IconThumbUp, IconTrash } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { Review } from '../../shared/schemas/label.ts';
import { withKey } from '../app/keys.ts';
import classes from './label.module.css';
import { goingShortcuts, toolShortcut } from './label-shortcuts.ts';
import { useDocument, useLabelSession, useSession } from './use-session.ts';

const VERDICTS = {
  approved: { name: 'approved', colour: 'verdigris' },
  returned: { name: 'sent back', colour: 'red' },
  answered: { name: 'done again', colour: 'orange' },
} as const satisfies Record<Review['verdict'], { name: string; colour: string }>;

/** What a second pair of eyes said of this image, and what it can say. */
export function ReviewPanel() {
  const session = useLabelSession();
  const review = useDocument()?.review;
  const remarkAt = useSession(state => state.remarkAt);
  const { approve } = goingShortcuts(session);
  const sendBack = toolShortcut(session, 'remark');
  return (
    <Stack gap={6}>
      {review && <Verdict review={review} />}
      {review && review.verdict !== 'approved' && <Remarks review={review} />}
      {remarkAt ? (
        <RemarkForm key={remarkAt.join()} />
      ) : (
        <Group gap={6} grow>
          <Tooltip label={withKey(approve, 'The labels are right: approve, and go on')}>
            <Button size="compact-xs" variant="light" leftSection={<IconThumbUp size={14} />} onClick={approve.run}>
              Approve
            </Button>
          </Tooltip>
          <Tooltip label={withKey(sendBack, 'Click the place that is to be done again')}>
            <Button
              size="compact-xs"
              variant="light"
              color="red"
              leftSection={<IconMessagePin size={14} />}
              onClick={sendBack.run}
            >
              Send back
            </Button>
          </Tooltip>
        </Group>
      )}
    </Stack>
  );
}

function Verdict({ review: { verdict, at, by } }: { review: Review }) {
  const { name, colour } = VERDICTS[verdict];
  return (
    <Group gap={6} wrap="nowrap">
      <Badge size="sm" radius="sm" variant="light" tt="none" color={colour} data-testid="image-review">
        {name}
      </Badge>
      <Text size="xs" c="dimmed" truncate title={at}>
        {`${by}, ${new Date(at).toLocaleDateString()}`}
      </Text>
    </Group>
  );
}

function Remarks({ review: { verdict, remarks } }: { review: Review }) {
  const session = useLabelSession();
  return (
    <ol className={classes.remarks}>
      {remarks.map(({ at, text }, i) => (
        <li key={`${at} ${text}`}>
          <span className={classes.remark}>
            <Text size="xs" title={`At ${at.map(Math.round).join(', ')} px`}>
              {text}
            </Text>
            {verdict === 'returned' && (
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={`Delete remark ${i + 1}`}
                onClick={() => session.removeRemark(i)}
              >
                <IconTrash size={13} />
              </ActionIcon>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function RemarkForm() {
  const session = useLabelSession();
  const [text, setText] = useState('');
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    session.remark(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey) submit(event);
    if (event.key === 'Escape') session.store.setState({ remarkAt: null });
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        size="xs"
        label="What is to be done there?"
        data-autofocus
        autoFocus
        autosize
        minRows={2}
        maxLength={2000}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" size="compact-xs" color="red" mt={6} fullWidth disabled={!text.trim()}>
        Send back with this remark
      </Button>
    </form>
  );
}

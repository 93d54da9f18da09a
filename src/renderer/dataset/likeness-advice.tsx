import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { goToStage } from '../app/go-to-stage.ts';
import { attempt } from '../app/notify.ts';
import { shortName, thumbnailUrl } from '../app/training-image.ts';
import { AdviceItem } from './advice.tsx';
import classes from './dataset.module.css';
import type { Likeness } from './use-likeness.ts';

/** Blurred frames and near-duplicates, listed so that they can be looked at and left out. */
export function LikenessAdvice({ likeness }: { likeness: Likeness }) {
  const { found } = likeness;
  if (!found) return null;
  const { blurred, duplicates } = found;
  return (
    <>
      <AdviceItem
        state={blurred.length > 0 ? 'advice' : 'good'}
        title="Sharp frames"
        text={
          blurred.length > 0
            ? `${framesAre(blurred.length)} much less sharp than the others of the video: a crack may not show.`
            : 'No frame is much less sharp than the others of its video.'
        }
      >
        <Frames frames={blurred.map(name => ({ name, hint: name }))} likeness={likeness} />
      </AdviceItem>
      <AdviceItem
        state={duplicates.length > 0 ? 'advice' : 'good'}
        title="Different frames"
        text={
          duplicates.length > 0
            ? `${framesAre(duplicates.length)} nearly the same as an earlier one: nothing new can be learned from them.`
            : 'No two frames are nearly the same.'
        }
      >
        <Frames
          frames={duplicates.map(({ name, of }) => ({ name, hint: `${name} is like ${of}` }))}
          likeness={likeness}
        />
      </AdviceItem>
    </>
  );
}

function framesAre(count: number): string {
  return count === 1 ? 'One frame is' : `${count} frames are`;
}

/** So many pictures; when some are left out, the next follow. */
const MOST = 24;

interface Frame {
  readonly name: string;
  readonly hint: string;
}

function Frames({ frames, likeness }: { frames: readonly Frame[]; likeness: Likeness }) {
  const [leaving, setLeaving] = useState(false);
  if (frames.length === 0) return null;
  const leaveOut = () => {
    setLeaving(true);
    attempt(() => likeness.leaveOut(frames.map(({ name }) => name)).finally(() => setLeaving(false)));
  };
  return (
    <>
      <div className={classes.frames}>
        {frames.slice(0, MOST).map(({ name, hint }) => (
          <UnstyledButton
            key={name}
            title={hint}
            aria-label={`Look at ${name}`}
            onClick={() => goToStage('label', name)}
          >
            <img src={thumbnailUrl(name)} alt="" loading="lazy" />
            <Text span size="xs" c="dimmed">
              {shortName(name)}
            </Text>
          </UnstyledButton>
        ))}
      </div>
      <Group justify="space-between" mt={6}>
        <Text size="xs" c="dimmed">
          {frames.length > MOST && `and ${frames.length - MOST} more`}
        </Text>
        {likeness.canLeaveOut && (
          <Button size="compact-xs" variant="default" loading={leaving} onClick={leaveOut}>
            Leave out {frames.length === 1 ? 'this one' : `all ${frames.length}`}
          </Button>
        )}
      </Group>
    </>
  );
}

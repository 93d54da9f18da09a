import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { Output } from '../../shared/contract.ts';
import { attempt, notify } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';

/** Takes back what was last done to many images or to classes at once, be it days ago. */
export function LastBulk({ onChange, disabled }: { onChange: () => void; disabled: boolean }) {
  const { call, subscribe } = useStudio();
  const [last, setLast] = useState<Output<'bulk.last'>['last']>(null);
  const read = useCallback(() => attempt(async () => setLast((await call('bulk.last', {})).last)), [call]);
  useEffect(() => {
    read();
    return subscribe('bulk.changed', () => {
      read();
      onChange();
    });
  }, [read, subscribe, onChange]);
  if (!last) return null;
  const undo = async () => {
    const { what, left } = await call('bulk.undo', { id: last.id });
    const rest = left.length > 0 ? `; ${left.length} were worked on since and stay` : '';
    notify(`Undone: ${what}${rest}.`);
  };
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconArrowBackUp size={16} />}
      title={new Date(last.at).toLocaleString()}
      disabled={disabled}
      onClick={() => attempt(undo)}
    >
      {`Undo: ${last.what}`}
    </Button>
  );
}

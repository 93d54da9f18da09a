import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { attempt, notify } from '../app/notify.ts';
import { useCollect } from './use-collect.ts';

/** Deletes a saved frame and offers to bring it back. */
export function useRemoveSample(): (base: string) => void {
  const { store } = useCollect();
  return useCallback(
    base =>
      attempt(async () => {
        const notice = await store.getState().remove(base);
        const removed = store.getState().undos.at(-1);
        if (notice) notify(notice);
        const id = `undo ${base}`;
        const undo = () => {
          notifications.hide(id);
          attempt(() => store.getState().undo(removed));
        };
        const message = (
          <Group justify="space-between" wrap="nowrap">
            The frame is deleted.
            <Button size="compact-xs" variant="light" onClick={undo}>
              Undo
            </Button>
          </Group>
        );
        notifications.show({ id, message, autoClose: 8000 });
      }),
    [store],
  );
}

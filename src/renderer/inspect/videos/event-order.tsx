import { NativeSelect } from '@mantine/core';
import { keysOf } from '../../../shared/table.ts';
import { SHOWN, SORTS } from './list-order.ts';
import type { Events } from './use-events.ts';

/** Which events are listed, and in which order. */
export function EventOrder({ order, setOrder }: Pick<Events, 'order' | 'setOrder'>) {
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label="Which events"
        value={order.shown}
        data={keysOf(SHOWN).map(value => ({ value, label: SHOWN[value] }))}
        onChange={({ currentTarget: { value } }) => {
          const shown = keysOf(SHOWN).find(kind => kind === value);
          if (shown) setOrder({ shown });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label="Sorted"
        value={order.sort}
        data={keysOf(SORTS).map(value => ({ value, label: SORTS[value] }))}
        onChange={({ currentTarget: { value } }) => {
          const sort = keysOf(SORTS).find(key => key === value);
          if (sort) setOrder({ sort });
        }}
      />
    </>
  );
}

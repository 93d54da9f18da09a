import { NativeSelect } from '@mantine/core';
import { keysOf } from '../../../shared/table.ts';
import { SHOWN, SORTS } from './list-order.ts';
import type { Events } from './use-events.ts';

/** Which events are listed, and in which order. */
export function EventOrder({ order, setOrder }: Pick<Events, 'order' | 'setOrder'>) {
  return (
    <>
      <OneOf label="Which events" value={order.shown} options={SHOWN} onChange={shown => setOrder({ shown })} />
      <OneOf label="Sorted" value={order.sort} options={SORTS} onChange={sort => setOrder({ sort })} />
    </>
  );
}

interface OneOfProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: Readonly<Record<T, string>>;
  onChange(value: T): void;
}

function OneOf<T extends string>({ label, value, options, onChange }: OneOfProps<T>) {
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={value}
      data={keysOf(options).map(value => ({ value, label: options[value] }))}
      onChange={({ currentTarget }) => {
        const chosen = keysOf(options).find(key => key === currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

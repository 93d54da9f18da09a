import { Loader, type LoaderProps } from '@mantine/core';

/** Something is on its way; `label` says what, to those who do not see it turn. */
export function Spinner({ label, ...props }: LoaderProps & { label: string }) {
  return <Loader role="progressbar" aria-label={label} {...props} />;
}

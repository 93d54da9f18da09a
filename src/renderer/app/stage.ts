import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** One stage of the work, an entry of the rail. */
export interface Stage {
  /** Also its place in the address: `#/label`. */
  readonly id: string;
  readonly label: string;
  /** What is done there, a short sentence. */
  readonly about: string;
  readonly icon: Icon;
  /** Fills the place beside the rail: its root should take the full height (`h="100%"`) and scroll by itself. */
  readonly component: ComponentType;
  readonly needsProject: boolean;
}

import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** The stages by their places in the address: `#/label`. */
export type StageId = 'welcome' | 'collect' | 'label' | 'dataset' | 'train' | 'inspect';

/** One stage of the work, an entry of the rail. */
export interface Stage {
  readonly id: StageId;
  readonly label: string;
  /** What is done there, a short sentence. */
  readonly about: string;
  readonly icon: Icon;
  /** Fills the place beside the rail: its root should take the full height (`h="100%"`) and scroll by itself. */
  readonly component: ComponentType;
  readonly needsProject: boolean;
}

import { IconChartLine, IconEye, IconHome, IconMovie, IconPolygon, IconStack2 } from '@tabler/icons-react';
import { CollectStage } from '../collect/collect-stage.tsx';
import { DatasetStage } from '../dataset/dataset-stage.tsx';
import { InspectStage } from '../inspect/inspect-stage.tsx';
import { LabelStage } from '../label/label-stage.tsx';
import { TrainStage } from '../train/train-stage.tsx';
import type { Stage } from './stage.ts';
import { Welcome } from './welcome/welcome.tsx';

const WORK: readonly Stage[] = [
  {
    id: 'collect',
    label: 'Collect',
    about: 'Save frames of an inspection video.',
    icon: IconMovie,
    component: CollectStage,
    needsProject: true,
  },
  {
    id: 'label',
    label: 'Label',
    about: 'Draw the cracks on them.',
    icon: IconPolygon,
    component: LabelStage,
    needsProject: true,
  },
  {
    id: 'dataset',
    label: 'Dataset',
    about: 'Check the balance, split, prepare.',
    icon: IconStack2,
    component: DatasetStage,
    needsProject: true,
  },
  {
    id: 'train',
    label: 'Train',
    about: 'Fit a U-Net on this machine.',
    icon: IconChartLine,
    component: TrainStage,
    needsProject: true,
  },
  {
    id: 'inspect',
    label: 'Inspect',
    about: 'See what it finds, and where.',
    icon: IconEye,
    component: InspectStage,
    needsProject: true,
  },
];

/** The stages, in the order of the work. */
export const STAGES: readonly [Stage, ...Stage[]] = [
  {
    id: 'welcome',
    label: 'Projects',
    about: 'Create, open and close projects.',
    icon: IconHome,
    component: () => <Welcome work={WORK} />,
    needsProject: false,
  },
  ...WORK,
];

import { IconChartLine, IconEye, IconHome, IconMovie, IconPolygon, IconStack2 } from '@tabler/icons-react';
import { keysOf } from '../../shared/table.ts';
import { CollectStage } from '../collect/collect-stage.tsx';
import { DatasetStage } from '../dataset/dataset-stage.tsx';
import { InspectStage } from '../inspect/inspect-stage.tsx';
import { LabelStage } from '../label/label-stage.tsx';
import { TrainStage } from '../train/train-stage.tsx';
import type { Stage, StageId } from './stage.ts';
import { Welcome } from './welcome/welcome.tsx';

/** In the order of the work. */
const TABLE: Readonly<Record<StageId, Omit<Stage, 'id'>>> = {
  welcome: {
    label: 'Projects',
    about: 'Create, open and close projects.',
    icon: IconHome,
    component: () => <Welcome work={STAGES.filter(({ needsProject }) => needsProject)} />,
    needsProject: false,
  },
  collect: {
    label: 'Collect',
    about: 'Save frames of an inspection video.',
    icon: IconMovie,
    component: CollectStage,
    needsProject: true,
  },
  label: {
    label: 'Label',
    about: 'Draw the cracks on them.',
    icon: IconPolygon,
    component: LabelStage,
    needsProject: true,
  },
  dataset: {
    label: 'Dataset',
    about: 'Check the balance, split, prepare.',
    icon: IconStack2,
    component: DatasetStage,
    needsProject: true,
  },
  train: {
    label: 'Train',
    about: 'Fit a U-Net on this machine.',
    icon: IconChartLine,
    component: TrainStage,
    needsProject: true,
  },
  inspect: {
    label: 'Inspect',
    about: 'See what it finds, and where.',
    icon: IconEye,
    component: InspectStage,
    needsProject: true,
  },
};

/** The stages, in the order of the rail; the first is where one is without a project. */
export const STAGES: readonly Stage[] = keysOf(TABLE).map(id => ({ id, ...TABLE[id] }));

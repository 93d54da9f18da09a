import type { Command } from 'commander';
import { askNextCommand } from './commands/ask-next.ts';
import { bundleCommand } from './commands/bundle.ts';
import { checkCommand } from './commands/check.ts';
import { classesCommand } from './commands/classes.ts';
import { collectCommand } from './commands/collect.ts';
import { compareCommand } from './commands/compare.ts';
import { compareInspectionsCommand } from './commands/compare-inspections.ts';
import { demoCommand } from './commands/demo.ts';
import { devicesCommand } from './commands/devices.ts';
import { emptyMasksCommand } from './commands/empty-masks.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportLabelsCommand } from './commands/export-labels.ts';
import { exportModelCommand } from './commands/export-model.ts';
import { imagesCommand } from './commands/images.ts';
import { importCommand } from './commands/import.ts';
import { inspectCommand } from './commands/inspect.ts';
import { logCommand } from './commands/log.ts';
import { measureCommand } from './commands/measure.ts';
import { modelCommand } from './commands/model.ts';
import { newCommand } from './commands/new.ts';
import { preLabelCommand } from './commands/pre-label.ts';
import { predictCommand } from './commands/predict.ts';
import { prepareCommand } from './commands/prepare.ts';
import { probeCommand } from './commands/probe.ts';
import { projectCommand } from './commands/project.ts';
import { reportCommand } from './commands/report.ts';
import { runsCommand } from './commands/runs.ts';
import { serveCommand } from './commands/serve.ts';
import { settingsCommand } from './commands/settings.ts';
import { suggestCommand } from './commands/suggest.ts';
import { synthesiseCommand } from './commands/synthesise.ts';
import { takeBackCommand } from './commands/take-back.ts';
import { trainCommand } from './commands/train.ts';

/** The commands by their names, in the order of the help. Each parses its flags and then loads the service that does the work. */
export const COMMANDS = {
  new: newCommand,
  project: projectCommand,
  classes: classesCommand,
  images: imagesCommand,
  probe: probeCommand,
  collect: collectCommand,
  import: importCommand,
  'export-labels': exportLabelsCommand,
  'empty-masks': emptyMasksCommand,
  check: checkCommand,
  prepare: prepareCommand,
  synthesise: synthesiseCommand,
  suggest: suggestCommand,
  train: trainCommand,
  bundle: bundleCommand,
  'take-back': takeBackCommand,
  runs: runsCommand,
  devices: devicesCommand,
  demo: demoCommand,
  model: modelCommand,
  predict: predictCommand,
  'pre-label': preLabelCommand,
  inspect: inspectCommand,
  'compare-inspections': compareInspectionsCommand,
  'ask-next': askNextCommand,
  measure: measureCommand,
  report: reportCommand,
  evaluate: evaluateCommand,
  compare: compareCommand,
  'export-model': exportModelCommand,
  serve: serveCommand,
  settings: settingsCommand,
  log: logCommand,
} satisfies Record<string, () => Command>;

/** Names that commands had before; they go on working, and no help shows them. */
export const OLD_NAMES: Readonly<Record<string, keyof typeof COMMANDS>> = { export: 'export-model' };

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectCommand } from '../../src/cli/commands/inspect.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { type CallName, contract } from '../../src/shared/contract.ts';
import { keysOf } from '../../src/shared/table.ts';

type Command = keyof typeof COMMANDS;

/** Why one door has no way to do what another can. */
interface Exception {
  readonly because: string;
}

const TERMINAL: Exception = { because: 'a terminal has no dialogs: it names paths' };
const BY_HAND: Exception = { because: 'labels are drawn by hand; import and export-labels bring and take them' };
const FOR_THE_EYE: Exception = { because: 'it shows a picture to the eye' };
const AS_FILES: Exception = {
  because: 'samples and runs are files in folders: a shell copies, moves and deletes them',
};

/** For every call of the contract the command that does the same: a new call does not compile before it has one, or a reason. */
const COMMAND_FOR: Readonly<Record<CallName, Command | Exception>> = {
  'machine.describe': 'devices',
  'devices.choose': 'devices',
  'devices.list': 'devices',
  'job.cancel': { because: 'Ctrl-C ends a command' },
  'dialog.openFile': TERMINAL,
  'dialog.openFiles': TERMINAL,
  'dialog.openFolder': TERMINAL,
  'project.create': 'new',
  'project.createDemo': 'new',
  'project.open': 'project',
  'project.close': { because: 'a command closes what it opened' },
  'project.current': 'project',
  'project.update': 'project',
  'project.home': { because: 'a terminal knows where it is' },
  'project.recent': { because: 'a terminal has a history' },
  'labels.list': 'images',
  'labels.read': BY_HAND,
  'labels.edit': BY_HAND,
  'labels.flush': { because: 'a command ends when everything is on disk' },
  'video.open': 'probe',
  'video.index': 'probe',
  'video.list': AS_FILES,
  'video.proxy': FOR_THE_EYE,
  'video.frame': FOR_THE_EYE,
  'roi.save': 'collect',
  'sample.save': 'collect',
  'sample.collect': 'collect',
  'sample.list': AS_FILES,
  'sample.addToTraining': AS_FILES,
  'sample.delete': AS_FILES,
  'sample.restore': AS_FILES,
  'dataset.summary': 'project',
  'dataset.likeness': 'check',
  'dataset.check': 'check',
  'dataset.prepare': 'prepare',
  'bulk.classes': 'classes',
  'bulk.edit': 'images',
  'bulk.carry': 'images',
  'bulk.remove': 'images',
  'bulk.last': { because: 'a command that undoes says what it has undone' },
  'bulk.undo': 'images',
  'training.suggest': 'suggest',
  'training.start': 'train',
  'training.resume': 'train',
  'training.stop': { because: 'Ctrl-C ends a training and keeps the best' },
  'training.current': { because: 'a training in a terminal prints what it does' },
  'runs.list': 'runs',
  'runs.read': 'runs',
  'runs.examples': FOR_THE_EYE,
  'runs.compare': 'compare',
  'runs.rename': AS_FILES,
  'runs.delete': AS_FILES,
  'inspect.model': 'model',
  'inspect.images': FOR_THE_EYE,
  'inspect.picture': FOR_THE_EYE,
  'inspect.input': FOR_THE_EYE,
  'inspect.predict': 'predict',
  'inspections.start': 'inspect',
  'inspections.reference': 'inspect',
  'inspections.list': AS_FILES,
  'inspections.read': 'inspect',
  'inspections.judge': { because: 'a verdict is given by the eye, on the picture of the peak' },
  'inspections.keep': {
    because: 'a frame goes to the dataset by a verdict, which is given by the eye; collect saves frames',
  },
  'inspections.askNext': 'ask-next',
  'inspections.look': FOR_THE_EYE,
  'inspections.compare': 'compare-inspections',
  'scale.read': 'measure',
  'scale.save': 'measure',
  'scale.markers': 'measure',
  'measure.inspection': 'measure',
  'report.fields': 'report',
  'report.make': 'report',
  'model.evaluate': 'evaluate',
  'model.predict': 'predict',
  'model.preLabel': 'pre-label',
  'model.export': 'export-model',
  'interchange.formats': 'import',
  'interchange.recognise': 'import',
  'interchange.plan': 'import',
  'interchange.import': 'import',
  'interchange.lastImport': 'import',
  'interchange.undoImport': 'import',
  'interchange.export': 'export-labels',
  'settings.read': 'settings',
  'settings.change': 'settings',
  'log.write': { because: 'a command writes into the log by itself' },
  'log.read': 'log',
  'log.saveReport': 'log',
};

/** Commands that do what no call does. */
const WITHOUT_CALL: Partial<Record<Command, Exception>> = {
  synthesise: { because: 'it makes pictures for scripts; the window has the model that learned from them' },
  'empty-masks': { because: 'a project draws the mask of every image that is verified' },
  bundle: { because: 'who carries a training to another machine has a terminal there, too' },
  'take-back': { because: 'who carries a training to another machine has a terminal there, too' },
  demo: { because: 'it shows the main job in a terminal; the window has the demo project' },
  serve: { because: 'it opens the door to the browser' },
};

/** Calls that no button makes. */
const WITHOUT_PLACE: Partial<Record<CallName, Exception>> = {
  'labels.flush': { because: 'the window shows by itself when edits reach the disk' },
};

/** Flags of `studio inspect` that are no setting of the window's inspections. */
const WITHOUT_SETTING: Readonly<Record<string, Exception>> = {
  out: { because: 'in the window an inspection belongs to the project' },
  pictures: { because: 'the window shows the peaks, so that it always has their pictures' },
  reference: { because: 'it is a call of its own, inspections.reference' },
  modelFree: { because: 'it is a call of its own, inspections.reference' },
  shard: { because: 'shards share work out among machines, by a scheduler that runs commands' },
  join: { because: 'shards share work out among machines, by a scheduler that runs commands' },
};

describe('the doors are equal:', () => {
  it('every flag of inspect is a setting of the window, or says why not', () => {
    const settings = new Set(Object.keys(contract['inspections.start'].input.shape));
    const flags = inspectCommand().options.map(option => option.attributeName());
    const alone = flags.filter(flag => !['', 'Ms', 'Px'].some(unit => settings.has(flag + unit)));
    expect(alone.sort()).toEqual(Object.keys(WITHOUT_SETTING).sort());
  });

  const used = new Set(Object.values(COMMAND_FOR).filter(command => typeof command === 'string'));

  it('every command does what a call does, or says why not', () => {
    const alone = keysOf(COMMANDS).filter(command => !used.has(command));
    expect(alone.sort()).toEqual(keysOf(WITHOUT_CALL).sort());
  });

  it('every call of the contract has its place in the window, or says why not', () => {
    const page = readdirSync(join(root, 'src/renderer'), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name))
      .map(name => readFileSync(join(root, 'src/renderer', name), 'utf8'))
      .join('\n');
    expect(keysOf(contract).filter(call => !page.includes(`'${call}'`))).toEqual(keysOf(WITHOUT_PLACE));
  });

  it('every exception has its reason in a sentence', () => {
    const exceptions = [
      ...Object.values(COMMAND_FOR),
      ...Object.values(WITHOUT_CALL),
      ...Object.values(WITHOUT_PLACE),
      ...Object.values(WITHOUT_SETTING),
    ];
    for (const exception of exceptions) {
      if (typeof exception !== 'string') expect(exception.because).toMatch(/^[A-Za-z].{15,}[^.]$/);
    }
  });
});

const root = resolve(import.meta.dirname, '../..');

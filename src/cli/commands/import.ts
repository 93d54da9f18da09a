import { Command, Option } from 'commander';
import type { Undone } from '../../shared/contract-interchange.ts';
import { errorOf, usageError } from '../../shared/errors.ts';
import { INTERCHANGE_FORMATS, type InterchangeFormat } from '../../shared/interchange/formats.ts';
import {
  type Answers,
  answersSchema,
  answersTo,
  type Choice,
  IMPORT_CHOICES,
  type ImportChoice,
  MAX_LINE_WIDTH,
} from '../../shared/interchange/import-choices.ts';
import { parseClassMap } from '../../shared/interchange/map-classes.ts';
import type { NoteCode } from '../../shared/interchange/notes.ts';
import type { InterchangeReport } from '../../shared/interchange/report.ts';
import { reportText } from '../../shared/interchange/report-text.ts';
import { folder, number } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { jobContext, outputOf } from '../output.ts';

interface Flags extends Answers {
  readonly into: string;
  readonly images?: string;
  readonly format: InterchangeFormat | 'auto';
  readonly class: readonly string[];
  readonly lineWidth?: number;
  readonly dryRun?: boolean;
  readonly undo?: boolean;
}

/** `studio import SOURCE --into PROJECT`: labels of another tool come into a project, as one step that can be undone. */
export function importCommand(): Command {
  const command = new Command()
    .description('bring labels of another tool into a project; --dry-run shows first what would come of it')
    .argument('[source]', 'folder, zip or file that the tool wrote')
    .requiredOption('--into <project>', 'the project; made if the folder is none yet', folder('--into'))
    .option('--images <dir>', 'folder or zip with the pictures, where the source has none', folder('--images'))
    .addOption(
      new Option('--format <name>', 'what the source is').choices(['auto', ...INTERCHANGE_FORMATS]).default('auto'),
    )
    .option('--class <name=class>', 'call a class otherwise, or leave it out (NAME=); may be given again', gather, [])
    .option(
      '--line-width <px>',
      'how wide lines come in, which other tools give no width',
      number('--line-width', 0.1, MAX_LINE_WIDTH),
    )
    .option('--dry-run', 'say what would be imported, and write nothing')
    .option('--undo', 'take the last import back')
    .action(async (source: string | undefined, flags: Flags, command: Command) => {
      if (flags.undo) return undo(flags, command);
      if (source === undefined || source.trim() === '')
        throw usageError('SOURCE is missing: name the folder or file to import.');
      await importFrom(source, flags, command);
    });
  for (const name of Object.keys(IMPORT_CHOICES) as ImportChoice[]) {
    const { flag, help, bare }: Choice = IMPORT_CHOICES[name];
    const answers = answersTo(name);
    const option = new Option(flag, help).choices(answers).default(answers[0]);
    command.addOption(bare === undefined ? option : option.preset(bare));
  }
  return command;
}

async function importFrom(source: string, flags: Flags, command: Command): Promise<void> {
  const { importInto, previewInto } = await import('../../main/interchange/import/into-project.ts');
  const output = outputOf(command);
  const { images, format, lineWidth } = flags;
  const options = {
    ...answersSchema.parse(flags),
    source,
    images,
    format,
    lineWidth,
    classes: parseClassMap(flags.class),
  };
  const { context, end } = jobContext(output, interruption());
  const preview = flags.dryRun === true;
  const { report, notices } = await (preview
    ? previewInto(flags.into, options, context).then(shown => ({ report: shown, notices: [] }))
    : importInto(flags.into, options, context)
  ).finally(end);
  for (const notice of notices) output.note(notice);
  output.print({ ...report }, `${reportText(report, preview)}\n${closing(report, flags)}`);
  if (report.problem) throw errorOf(report.problem);
  const isSilent = report.images.unlabelled > 0 || report.images.unmentioned.count > 0;
  if (isSilent && command.getOptionValueSource('missing') === 'default')
    output.note(
      'Images of which the source says nothing stay unlabelled; --missing empty takes them for free of cracks.',
    );
  for (const { code } of report.notes) if (HINTS[code] !== undefined) output.note(HINTS[code]);
}

/** What to do about what was left out. */
const HINTS: Readonly<Partial<Record<NoteCode, string>>> = {
  'soft-mask':
    'Masks with soft edges are left out: --soft half cuts them at half of their largest value.' +
    ' Where grays are class numbers, --soft classes takes them so.',
  'void-unclear':
    'Masks of small grays and 255 are left out: say with --soft classes that 255 is void, or with --soft half that it is the crack.',
  'inverted-mask':
    'Masks that are mostly crack are left out: --invert turns all masks over, --invert no takes them as they are.',
};

function closing({ id }: InterchangeReport, { into, dryRun }: Flags): string {
  if (dryRun || id === null) return `Nothing is written${dryRun ? ' yet' : ''}.`;
  return `Take it back with: studio import --undo --into ${into}`;
}

async function undo({ into }: Flags, command: Command): Promise<void> {
  const { undoInto } = await import('../../main/interchange/import/into-project.ts');
  const output = outputOf(command);
  const { context, end } = jobContext(output, interruption());
  const undone = await undoInto(into, context).finally(end);
  output.print({ ...undone }, undoneText(undone));
  for (const name of undone.kept) output.note(`${name} was edited since and is left as it is.`);
}

function undoneText({ source, restored, removed, kept }: Undone): string {
  return `The import of ${source} is taken back: ${restored} images as before, ${removed} removed, ${kept.length} kept.`;
}

function gather(text: string, all: readonly string[]): string[] {
  return [...all, text];
}

import { useCallback, useEffect, useState } from 'react';
import type { Output } from '../../shared/contract.ts';
import type { ImportChoices, Undone } from '../../shared/contract-interchange.ts';
import { oneLine } from '../../shared/errors.ts';
import { type Answers, answersSchema } from '../../shared/interchange/import-choices.ts';
import { parseClassMap } from '../../shared/interchange/map-classes.ts';
import type { InterchangeReport } from '../../shared/interchange/report.ts';
import { cleanPath } from '../app/path-field.tsx';
import { useProjectStore, useStudio } from '../app/studio-context.tsx';
import { type JobRunner, useJob } from '../app/use-job.ts';

/** What the user has entered. */
export interface ImportForm extends Answers, Pick<ImportChoices, 'format'> {
  readonly source: string;
  readonly images: string;
  /** `rust=crack, scratch=`. */
  readonly classes: string;
  /** Px; empty: as the format has it. */
  readonly lineWidth: number | '';
}

const EMPTY: ImportForm = {
  source: '',
  images: '',
  classes: '',
  format: 'auto',
  lineWidth: '',
  ...answersSchema.parse({}),
};

export interface Importing {
  readonly form: ImportForm;
  readonly formats: Output<'interchange.formats'>['formats'];
  /** What the source was taken for; null: it cannot be told; undefined: nobody has asked yet. */
  readonly recognised: Output<'interchange.recognise'>['found'] | undefined;
  /** What would happen, for the form as it is. */
  readonly preview: InterchangeReport | undefined;
  readonly done: InterchangeReport | undefined;
  readonly undone: Undone | undefined;
  readonly last: Output<'interchange.lastImport'>['last'];
  readonly runner: JobRunner;
  change(values: Partial<ImportForm>): void;
  look(): Promise<void>;
  start(): Promise<void>;
  undo(): Promise<void>;
}

/** An import from the choice of a source to its report. `onChange` is told when the project's labels have changed. */
export function useImport(opened: boolean, onChange: () => void): Importing {
  const { call } = useStudio();
  const refreshProject = useProjectStore(store => store.refresh);
  const runner = useJob();
  const [form, setForm] = useState(EMPTY);
  const [formats, setFormats] = useState<Importing['formats']>([]);
  const [recognised, setRecognised] = useState<Importing['recognised']>();
  const [preview, setPreview] = useState<InterchangeReport>();
  const [done, setDone] = useState<InterchangeReport>();
  const [undone, setUndone] = useState<Undone>();
  const [last, setLast] = useState<Importing['last']>(null);
  const askLast = useCallback(
    () =>
      call('interchange.lastImport', {}).then(
        answer => setLast(answer.last),
        () => setLast(null),
      ),
    [call],
  );
  const { forget } = runner;
  useEffect(() => {
    if (!opened) return;
    for (const clear of [setPreview, setDone, setUndone, setRecognised]) clear(undefined);
    setForm(EMPTY);
    forget();
    call('interchange.formats', {}).then(
      answer => setFormats(answer.formats),
      () => {},
    );
    void askLast();
  }, [opened, call, askLast, forget]);

  const changed = async () => {
    await Promise.allSettled([refreshProject(), askLast()]);
    onChange();
  };
  return {
    ...{ form, formats, recognised, preview, done, undone, last, runner },
    change(values) {
      setForm(before => ({ ...before, ...values }));
      setPreview(undefined);
      if (values.source !== undefined) setRecognised(undefined);
    },
    async look() {
      setPreview(undefined);
      const report = await runner.run('Looking at the labels', async job => {
        const choices = choicesOf(form);
        setRecognised((await call('interchange.recognise', { path: choices.source })).found);
        return call('interchange.plan', { ...choices, job });
      });
      setPreview(report);
    },
    async start() {
      const report = await runner.run('Importing labels', job =>
        call('interchange.import', { ...choicesOf(form), job }),
      );
      setDone(report);
      await changed();
    },
    async undo() {
      const answer = await runner.run('Undoing the import', job => call('interchange.undoImport', { job }));
      setUndone(answer);
      if (answer) setDone(undefined);
      await changed();
    },
  };
}

/** Throws a StudioError when the classes are not written as they should be. */
function choicesOf({ source, images, classes, lineWidth, ...rest }: ImportForm): ImportChoices {
  const texts = classes.split(',').filter(text => text.trim() !== '');
  return {
    ...rest,
    source: cleanPath(source),
    ...(images.trim() !== '' && { images: cleanPath(images) }),
    ...(lineWidth !== '' && { lineWidth }),
    classes: Object.fromEntries(parseClassMap(texts)),
  };
}

/** Of a form that cannot be sent, or undefined. */
export function problemOfClasses(classes: string): string | undefined {
  try {
    parseClassMap(classes.split(',').filter(text => text.trim() !== ''));
    return undefined;
  } catch (error) {
    return oneLine(error);
  }
}

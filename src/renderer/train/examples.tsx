import { Text, UnstyledButton } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { RunExamples } from '../../shared/contract-training.ts';
import { attempt } from '../app/notify.ts';
import { projectFileUrl } from '../app/project-file-url.ts';
import { useProject, useStudio } from '../app/studio-context.tsx';
import { ExampleDialog } from './example-dialog.tsx';
import classes from './train.module.css';

type Example = RunExamples['worst'][number];

/** The val images on which a run's model does worst and best, with label and prediction; nothing where there are none. */
export function Examples({ run }: { run: string | undefined }) {
  const examples = useExamples(run);
  const [enlarged, setEnlarged] = useState<Example>();
  if (!run || !examples) return null;
  const urlOf = ({ file }: Example) => `${projectFileUrl(`dl_models/${run}/examples/${file}`)}?v=${examples.epoch}`;
  const groups = [
    { title: 'Worst on val', items: examples.worst },
    { title: 'Best on val', items: examples.best },
  ];
  return (
    <section className={classes.examples} aria-label="Examples">
      {groups.map(
        ({ title, items }) =>
          items.length > 0 && (
            <div key={title} className={classes.exampleGroup} style={{ flex: items.length }}>
              <Text size="xs" c="dimmed">
                {title}, epoch {examples.epoch}
              </Text>
              <div className={classes.exampleRow}>
                {items.map(example => (
                  <UnstyledButton
                    key={example.file}
                    className={classes.example}
                    title={example.image}
                    aria-label={`Enlarge ${example.image}`}
                    onClick={() => setEnlarged(example)}
                  >
                    <img src={urlOf(example)} alt={`${example.image}: label and prediction`} />
                    <Text span size="xs">
                      {example.dice.toFixed(2)}
                    </Text>
                  </UnstyledButton>
                ))}
              </div>
            </div>
          ),
      )}
      <ExampleDialog example={enlarged} urlOf={urlOf} onClose={() => setEnlarged(undefined)} />
    </section>
  );
}

/** Read again whenever the training has new ones. */
function useExamples(run: string | undefined): RunExamples | null {
  const { call, subscribe } = useStudio();
  const { folder } = useProject();
  const [found, setFound] = useState<{ run: string; examples: RunExamples | null }>();
  const read = useCallback(
    (name: string) =>
      attempt(async () => {
        const { examples } = await call('runs.examples', { run: name });
        setFound({ run: name, examples });
      }),
    [call],
  );
  useEffect(() => {
    if (run === undefined) return;
    read(run);
    return subscribe('training.examples', told => told.project === folder && told.run === run && read(run));
  }, [run, read, subscribe, folder]);
  return found && found.run === run ? found.examples : null;
}

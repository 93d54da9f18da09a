import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { goToStage } from '../../app/go-to-stage.ts';
import { rememberSource } from '../../app/inspect-source.ts';
import { attempt } from '../../app/notify.ts';
import { useProject, useStudio } from '../../app/studio-context.tsx';

/** Offers to look with a new model at the video that was inspected last; nothing where none was. */
export function InspectAgain({ run }: { readonly run: string }) {
  const { call } = useStudio();
  const { folder } = useProject();
  const [file, setFile] = useState<string>();
  useEffect(
    () =>
      attempt(async () => {
        const { inspections } = await call('inspections.list', {});
        setFile(inspections.find(({ events }) => events !== null)?.file);
      }),
    [call],
  );
  if (file === undefined) return null;
  const go = () => {
    rememberSource(folder, 'videos');
    goToStage('inspect', run);
  };
  return (
    <Button mt="sm" fullWidth variant="default" onClick={go}>
      Inspect {file} again
    </Button>
  );
}

import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { attempt } from '../notify.ts';
import { Spinner } from '../spinner.tsx';
import { useStudio } from '../studio-context.tsx';
import classes from './welcome.module.css';

/** Whether this machine can do the work. */
export function MachineState() {
  const { machineStore } = useStudio();
  const { machine, device, machineProblem, deviceProblem, look } = useStore(machineStore);
  useEffect(() => attempt(look), [look]);
  const ffmpeg = machine?.ffmpeg;
  const videoProblem = machineProblem ?? (ffmpeg?.found === false ? ffmpeg.problem : undefined);
  return (
    <section className={classes.panel} aria-label="This machine">
      <h2 className={classes.heading}>This machine</h2>
      <dl className={classes.facts}>
        <Fact term="Video" problem={videoProblem}>
          {ffmpeg?.found && (ffmpeg.path === 'ffmpeg' ? 'ffmpeg, found on the PATH' : `ffmpeg at ${ffmpeg.path}`)}
        </Fact>
        <Fact term="Training" problem={deviceProblem}>
          {device?.reason}
        </Fact>
      </dl>
    </section>
  );
}

interface FactProps {
  term: string;
  problem: string | undefined;
  /** Nothing while it is not known. */
  children: ReactNode;
}

function Fact({ term, problem, children }: FactProps) {
  return (
    <>
      <dt>{term}</dt>
      <dd>
        {problem ? (
          <IconAlertTriangle size={16} color="var(--mantine-color-orange-6)" aria-label="Needs attention" />
        ) : children ? (
          <IconCheck size={16} color="var(--studio-accent)" aria-label="Ready" />
        ) : (
          <Spinner size={14} label="Looking" />
        )}
        <Text span size="sm" className={classes.fact}>
          {problem ?? (children || 'Looking …')}
        </Text>
      </dd>
    </>
  );
}

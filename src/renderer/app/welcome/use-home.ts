import { useEffect, useState } from 'react';
import { attempt } from '../notify.ts';
import { useStudio } from '../studio-context.tsx';

/** The folder in which new projects are proposed; empty until it is known. */
export function useHome(): string {
  const { call } = useStudio();
  const [home, setHome] = useState('');
  useEffect(() => attempt(async () => setHome((await call('project.home', {})).folder)), [call]);
  return home;
}

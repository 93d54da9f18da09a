import { useHash } from '@mantine/hooks';
import { readAddress } from './go-to-stage.ts';
import type { Stage } from './stage.ts';
import { STAGES } from './stages.tsx';

/** The stage that is shown: it stands in the address, so that a reload and the back button find it again. */
export function useStage(hasProject: boolean): Stage {
  const [hash] = useHash({ getInitialValueInEffect: false });
  const wanted = STAGES.find(({ id }) => id === readAddress(hash).id);
  return wanted && (hasProject || !wanted.needsProject) ? wanted : STAGES[0];
}

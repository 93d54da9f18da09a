import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useStudio } from './studio-context.tsx';

/** Has the browser ask before the page goes while edits are on their way. The desktop app's calls are never on their way for long. */
export function useLeaveWarning(): void {
  const { savingStore, desktop } = useStudio();
  const isSaving = useStore(savingStore, ({ pending }) => pending > 0);
  useEffect(() => {
    if (!isSaving || desktop) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isSaving, desktop]);
}

import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { liveImages } from './session-state.ts';
import { useLabelSession, useSession } from './use-session.ts';

const NONE: readonly ImageSummary[] = [];

/** The list of images, edits on their way included. */
export function useLiveImages(): readonly ImageSummary[] {
  const { documents } = useLabelSession();
  const images = useSession(state => state.images) ?? NONE;
  const open = useStore(documents.store, state => state.open);
  return useMemo(() => liveImages(images, open), [images, open]);
}

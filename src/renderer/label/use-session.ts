import { useStore } from 'zustand';
import type { Client } from '../../shared/api-client.ts';
import type { LabelDocument } from '../../shared/schemas/label.ts';
import { notify, notifyError } from '../app/notify.ts';
import { useProject, useStudio } from '../app/studio-context.tsx';
import type { OpenDocument } from './label-documents.ts';
import { createLabelSession, type LabelSession } from './session.ts';
import type { SessionState } from './session-state.ts';

/** The session of the project that is open. It stays while other stages are shown. */
let latest: { client: Client; folder: string; session: LabelSession; leave(): void } | undefined;

export function useLabelSession(): LabelSession {
  const client = useStudio();
  const { folder, project, user } = useProject();
  if (latest?.client !== client || latest.folder !== folder) {
    const notifyOf = (kind: 'error' | 'notice', sentence: string) =>
      kind === 'error' ? notifyError(sentence) : notify(sentence);
    const session = createLabelSession(client, notifyOf, project.classes[0].name, user);
    latest?.leave();
    latest = { client, folder, session, leave: follow(client, session) };
  }
  return latest.session;
}

/** What other windows and Collect do to the images is seen here as well. */
function follow({ subscribe }: Client, session: LabelSession): () => void {
  const edited = subscribe('labels.changed', told => void session.changed(told));
  const saved = subscribe('sample.saved', ({ sample }) => sample && session.listSoon());
  const bulk = subscribe('bulk.changed', () => void session.bulkChanged());
  return () => {
    bulk();
    edited();
    saved();
  };
}

/** A part of what the stage shows. */
export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useLabelSession().store, select);
}

/** The image that is shown, with its history; undefined until it is read. */
export function useOpenDocument(): OpenDocument | undefined {
  const { documents } = useLabelSession();
  const current = useSession(state => state.current);
  return useStore(documents.store, ({ open }) => (current === null ? undefined : open[current]));
}

/** The labels on screen; undefined until they are read. */
export function useDocument(): LabelDocument | undefined {
  return useOpenDocument()?.shown;
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/api-client.ts';
import type { Input } from '../../shared/contract.ts';
import type { ProjectState } from '../../shared/contract-project.ts';

export interface ProjectStore {
  /** What is open; undefined until the studio has said so. */
  readonly open: ProjectState | null | undefined;
  /** Asks the studio what is open, after a reload. */
  refresh(): Promise<void>;
  /** These throw a StudioError and leave open what was open. */
  openProject(folder: string): Promise<void>;
  createProject(input: Input<'project.create'>): Promise<void>;
  createDemo(folder: string): Promise<void>;
  update(change: Input<'project.update'>): Promise<void>;
  close(): Promise<void>;
}

/** The project that the studio has open, as this page knows it. */
export function createProjectStore({ call, subscribe }: Client): StoreApi<ProjectStore> {
  const store = createStore<ProjectStore>()(set => ({
    open: undefined,
    async refresh() {
      try {
        set({ open: (await call('project.current', {})).open });
      } catch (error) {
        set({ open: null });
        throw error;
      }
    },
    async openProject(folder) {
      set({ open: await call('project.open', { folder }) });
    },
    async createProject(input) {
      set({ open: await call('project.create', input) });
    },
    async createDemo(folder) {
      set({ open: await call('project.createDemo', { folder }) });
    },
    async update(change) {
      set({ open: await call('project.update', change) });
    },
    async close() {
      await call('project.close', {});
      set({ open: null });
    },
  }));
  // Classes change in other windows, too.
  subscribe('bulk.changed', () => {
    if (store.getState().open)
      void store
        .getState()
        .refresh()
        .catch(() => {});
  });
  return store;
}

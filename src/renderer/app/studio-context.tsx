import { createContext, type ReactNode, useContext, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { type Client, createClient } from '../../shared/api-client.ts';
import type { Bridge } from '../../shared/bridge.ts';
import type { ProjectState } from '../../shared/contract-project.ts';
import { WINDOW_REMEDIES } from '../../shared/window-remedies.ts';
import { createJobsStore, type JobsStore } from '../stores/jobs-store.ts';
import { createMachineStore, type MachineStore } from '../stores/machine-store.ts';
import { createProjectStore, type ProjectStore } from '../stores/project-store.ts';
import { createSavingStore, followEdits, type SavingStore } from '../stores/saving-store.ts';

/** What every part of the page may use. `call` throws a StudioError whose message is fit for the user. */
export interface Studio extends Client {
  readonly projectStore: StoreApi<ProjectStore>;
  readonly jobsStore: StoreApi<JobsStore>;
  readonly savingStore: StoreApi<SavingStore>;
  readonly machineStore: StoreApi<MachineStore>;
  /** In the desktop app, which has dialogs for files; a browser asks for paths. */
  readonly desktop: boolean;
  /** The path of a dropped file; missing in a browser. */
  readonly pathOf: ((file: File) => string) | undefined;
}

const StudioContext = createContext<Studio | null>(null);

/** The stores over one bridge. `desktop`: the bridge is the desktop app's. */
export function createStudio(bridge: Bridge, desktop: boolean): Studio {
  const savingStore = createSavingStore();
  const client = followEdits(createClient(bridge, WINDOW_REMEDIES), savingStore);
  const jobsStore = createJobsStore(client);
  return {
    ...client,
    savingStore,
    jobsStore,
    projectStore: createProjectStore(client),
    machineStore: createMachineStore(client, jobsStore),
    desktop,
    pathOf: bridge.pathOf,
  };
}

export function StudioProvider({
  bridge,
  desktop,
  children,
}: {
  bridge: Bridge;
  desktop: boolean;
  children: ReactNode;
}) {
  const [studio] = useState(() => createStudio(bridge, desktop));
  return <StudioContext value={studio}>{children}</StudioContext>;
}

/** The client and the stores; they never change, so they may stand in dependency lists. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('useStudio needs a StudioProvider around it.');
  return studio;
}

/** The project's state and its verbs. */
export function useProjectStore<T>(select: (store: ProjectStore) => T): T {
  return useStore(useStudio().projectStore, select);
}

/** The open project. Only for stages: they are shown while one is open. */
export function useProject(): ProjectState {
  const open = useProjectStore(store => store.open);
  if (!open) throw new Error('useProject needs an open project.');
  return open;
}

import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import { type Bridge, CALL_CHANNEL, EVENT_CHANNEL, type SentEvent } from '../shared/bridge.ts';

/** All that the page gets of Electron: three functions, none of which hands out Electron's own objects. */
const bridge: Bridge = {
  invoke: (name, input) => ipcRenderer.invoke(CALL_CHANNEL, name, input),
  subscribe(listener) {
    const hear = (_event: IpcRendererEvent, event: SentEvent) => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, hear);
    return () => void ipcRenderer.off(EVENT_CHANNEL, hear);
  },
  pathOf: file => webUtils.getPathForFile(file as File),
};

contextBridge.exposeInMainWorld('studio', bridge);

import type { MenuItemConstructorOptions } from 'electron';
import type { EventData } from '../../../shared/contract.ts';

type Action = EventData<'menu.action'>['action'];

/**
 * The native menu. It does no work itself: its items tell the page which action was chosen, so that menu, palette and keys
 * are one set of actions. Keys that the page listens to are shown but not taken from it.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  packaged: boolean,
  choose: (action: Action) => void,
): MenuItemConstructorOptions[] {
  const item = (label: string, action: Action, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => choose(action),
    ...(accelerator && { accelerator, registerAccelerator: false }),
  });
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('New project …', 'project.new'),
        item('Open project …', 'project.open'),
        item('Open video …', 'video.open'),
        { type: 'separator' },
        item('Settings …', 'settings'),
        { role: mac ? 'close' : 'quit' },
      ],
    },
    {
      label: '&Edit',
      // No undo and redo but on macOS, where text fields have them from the menu only: labels have their own.
      submenu: [
        ...(mac ? [{ role: 'undo' } as const, { role: 'redo' } as const, { type: 'separator' } as const] : []),
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        item('Find an action …', 'palette', 'CommandOrControl+K'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(packaged ? [] : [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      label: '&Help',
      role: 'help',
      submenu: [item('Keyboard shortcuts', 'shortcuts', '?'), item('Show the log …', 'log')],
    },
  ];
}

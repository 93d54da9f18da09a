import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent } from 'electron';
import { describe, expect, it } from 'vitest';
import { carryCalls } from '../../../src/main/shells/electron/ipc.ts';
import { CALL_CHANNEL, type Reply } from '../../../src/shared/bridge.ts';
import { someHandlers } from '../../helpers/handlers.ts';
import { ourPage, pageEvent } from '../../helpers/page-event.ts';

type Listener = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

const page = 'studio://app/';
const handlers = someHandlers({
  'machine.describe': async () => ({ version: '1.2.3', ffmpeg: { found: true, path: '/bin/ffmpeg' } }),
  'devices.choose': async () => {
    throw new Error('The measuring process ended.\n    at somewhere.ts:1');
  },
});

/** Electron's binary is not needed: what stands in for `ipcMain` is typed as Electron types it. */
function call(url: string, name: string, input: unknown, parent: unknown = null): Promise<Reply> {
  let listener: Listener | undefined;
  const handle = (channel: string, added: Listener) => {
    if (channel === CALL_CHANNEL) listener = added;
  };
  carryCalls({ handle }, handlers);
  return listener?.(pageEvent({ url, parent }), name, input) as Promise<Reply>;
}

describe("Electron's shell", () => {
  it('answers its own page', async () => {
    const reply = await call(`${page}#label`, 'machine.describe', {});
    expect(reply).toEqual({ ok: true, output: { version: '1.2.3', ffmpeg: { found: true, path: '/bin/ffmpeg' } } });
  });

  it('refuses any other page, and a frame inside ours', async () => {
    const refused = { ok: false, error: 'This page may not call the studio.', details: { code: 'denied' } };
    expect(await call('https://example.org/', 'machine.describe', {})).toEqual(refused);
    expect(await call(page, 'machine.describe', {}, { url: page })).toEqual(refused);
  });

  it('refuses a call that is not in the contract, inherited names included', async () => {
    for (const name of ['machine.destroy', 'toString', '__proto__']) {
      expect(await call(page, name, {})).toEqual({
        ok: false,
        error: `The studio has no call named "${name}".`,
        details: { code: 'unknown' },
      });
    }
  });

  it('refuses input of the wrong shape', async () => {
    expect(await call(page, 'machine.describe', 'everything')).toMatchObject({ ok: false });
  });

  it('gives a call up when its page is left, and not when only the address changes', async () => {
    let gone: AbortSignal | undefined;
    let answer: Listener | undefined;
    const handle = (_channel: string, listener: Listener) => {
      answer = listener;
    };
    carryCalls(
      { handle },
      someHandlers({
        'machine.describe': async (_input, signal) => {
          gone = signal;
          return { version: '', ffmpeg: { found: true, path: '' } };
        },
      }),
    );
    const page = new EventEmitter();
    await answer?.(pageEvent(ourPage, page), 'machine.describe', {});
    page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(gone?.aborted).toBe(false);
    page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(gone?.aborted).toBe(true);
  });

  it('hands an error on as its sentence, without a stack', async () => {
    expect(await call(page, 'devices.choose', {})).toEqual({
      ok: false,
      error: 'The measuring process ended.',
      details: { code: 'failure' },
    });
  });
});

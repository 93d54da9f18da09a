import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeSettings, readSettings } from '../../src/main/settings.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { studio } from '../helpers/studio.ts';

const WHOLE = '{ "version": 1, "ffmpegPath": "/opt/ffmpeg", "textSize": 125 }';

/** A settings file of this text. */
function written(text: string | Uint8Array): string {
  const file = join(temporaryFolder(), 'settings.json');
  writeFileSync(file, text);
  return file;
}

describe('the settings', () => {
  it('are none without a file, and what stands in it with one, also without a version', async () => {
    const missing = await readSettings(join(temporaryFolder(), 'settings.json'));
    expect(missing).toMatchObject({ settings: {}, notice: null });
    const whole = { ffmpegPath: '/opt/ffmpeg', textSize: 125 };
    expect(await readSettings(written(WHOLE))).toMatchObject({ settings: whole, notice: null });
    const old = await readSettings(written('{"ffmpegPath": "/opt/ffmpeg"}'));
    expect(old).toMatchObject({ settings: { ffmpegPath: '/opt/ffmpeg' }, notice: null });
  });

  it.each([
    ['half written', WHOLE.slice(0, 30), {}, /damaged/],
    ['no JSON', Buffer.from([0xff, 0, 0xfe]), {}, /damaged/],
    ['no object', '[1]', {}, /damaged/],
    ['wrong in one', '{"version": 1, "ffmpegPath": 3, "textSize": 125}', { textSize: 125 }, /of ffmpegPath\.$/],
    ['out of range', '{"version": 1, "ffmpegPath": "/a", "textSize": 9}', { ffmpegPath: '/a' }, /of textSize\.$/],
    ['newer', '{"version": 7, "textSize": 125, "voice": {}}', { textSize: 125 }, /another version/],
  ])('of a file that is %s are used as far as they are understood', async (_what, text, settings, notice) => {
    expect(await readSettings(written(text))).toMatchObject({ settings, notice: expect.stringMatching(notice) });
  });

  it('never throw, whatever the file is', async () => {
    const folder = join(temporaryFolder(), 'settings.json');
    mkdirSync(folder);
    expect(await readSettings(folder)).toMatchObject({ settings: {}, notice: expect.stringMatching(/damaged/) });
    const file = written('');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.nat(WHOLE.length).map(end => WHOLE.slice(0, end)),
        ),
        async text => {
          writeFileSync(file, text);
          await readSettings(file);
        },
      ),
    );
  });

  it('are changed one by one, and what was not understood is kept beside', async () => {
    const newer = '{"version": 7, "textSize": 125, "voice": {}}';
    const file = written(newer);
    const changed = await changeSettings({ ffmpegPath: '/opt/ffmpeg' }, file);
    expect(changed).toMatchObject({ settings: { ffmpegPath: '/opt/ffmpeg', textSize: 125 }, notice: null });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(WHOLE));
    expect(readFileSync(join(dirname(file), 'settings.kept.json'), 'utf8')).toBe(newer);
    expect((await changeSettings({ textSize: null }, file)).settings).toEqual({ ffmpegPath: '/opt/ffmpeg' });
  });

  it.runIf(process.platform === 'linux')(
    'are shown and changed on the command line, which starts with any file',
    async () => {
      const config = temporaryFolder();
      const env = { XDG_CONFIG_HOME: config };
      mkdirSync(join(config, 'crack-studio'));
      writeFileSync(join(config, 'crack-studio/settings.json'), WHOLE.slice(0, 30));
      const shown = await studio(['settings'], { env });
      expect(shown).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/as far as they are understood/) });
      const changed = await studio(['--json', 'settings', 'textSize=150'], { env });
      expect(changed.stdout).toBe('{"ffmpegPath":null}\n{"textSize":150}');
      expect(await studio(['settings', 'textSize=7'], { env })).toMatchObject({ exitCode: 2 });
    },
  );
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SETTINGS_DOC, settingsDoc } from '../../scripts/settings-doc.ts';

test('docs/settings.md is what the records of the settings say (npm run docs writes it anew)', () => {
  expect(readFileSync(SETTINGS_DOC, 'utf8')).toBe(settingsDoc());
});

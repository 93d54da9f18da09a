import { writeFileSync } from 'node:fs';
import { flagOf } from '../src/cli/training-flags.ts';
import type { Setting } from '../src/shared/training/settings/setting.ts';
import { SETTING_GROUPS, SETTINGS, type SettingName } from '../src/shared/training/settings/settings.ts';

/** Where it is written; a test says when it is not current. */
export const SETTINGS_DOC = new URL('../docs/settings.md', import.meta.url);

const HEAD = `# The settings of a training

Made by \`npm run docs\` from \`src/shared/training/settings\`: change a record there, not this page.

A setting stands under its name in a run's \`config.json\` (\`weightDecay\`) and is a flag of \`studio train\` (\`--weight-decay\`). With
nothing said a training is the reference pipeline's (\`train_unet\`); what that does not have is then off.`;

/** All of docs/settings.md. */
export function settingsDoc(): string {
  const groups = SETTING_GROUPS.map(({ title, names }) =>
    [
      ...(title === null ? [] : [`## ${title}\n`]),
      row(['flag', 'what it is', 'may be', 'default', 'in the window', 'in the reference pipeline']),
      row(Array(6).fill('---')),
      ...names.map(rowOf),
    ].join('\n'),
  );
  return `${[HEAD, ...groups].join('\n\n')}\n`;
}

function rowOf(name: SettingName): string {
  const setting: Setting = SETTINGS[name];
  const { about, field, flag, reference, onlyWith, schema } = setting;
  return row([
    flag === null ? '–' : `\`${flagOf(name)} <${flag}>\``,
    onlyWith ? `${about} (only with \`${onlyWith.join(' ')}\`)` : about,
    schema.description ?? '',
    `\`${JSON.stringify(schema.parse(undefined))}\``,
    field ? field.label : '–',
    reference ?? 'does not have it',
  ]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(SETTINGS_DOC, settingsDoc());

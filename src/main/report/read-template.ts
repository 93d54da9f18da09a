import { dirname } from 'node:path';
import sharp from 'sharp';
import { parse } from 'yaml';
import { type FilePath, type ProjectPath, ProjectRoot, pathOf } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import type { WidthClasses } from '../../shared/measure/width-classes.ts';
import type { ReportPicture } from '../../shared/report/report-data.ts';
import { PLAIN_TEMPLATE, type ReportTemplate, reportTemplateSchema } from '../../shared/report/template.ts';
import { readBytes, readIfThere } from '../files/read.ts';
import { classesNamed } from '../measure/read-width-classes.ts';

/** A template as it is used. */
export interface LoadedTemplate {
  readonly template: ReportTemplate;
  readonly logo: ReportPicture | null;
  readonly classes: WidthClasses | null;
}

/** A project's own template, in its folder. */
export const PROJECT_TEMPLATE = 'report.yaml';

const MOST_BYTES = 2 ** 18;
const LOGO = { bytes: 4 * 2 ** 20, pixels: 2 ** 25, width: 640, height: 240 } as const;

/** Reads a template, YAML or JSON; null where the file is not there. Throws a StudioError that says what is wrong with it. */
export async function readTemplate(path: FilePath): Promise<LoadedTemplate | null> {
  const bytes = await readIfThere(path, MOST_BYTES);
  if (!bytes) return null;
  const { data: template, error } = reportTemplateSchema.safeParse(parsed(bytes, path));
  if (!template) {
    const [{ path: where, message }] = error.issues;
    throw unusable(path, [where.join('.'), message].filter(Boolean).join(': '));
  }
  const { logo, widthClasses } = template;
  return {
    template,
    logo: logo === undefined ? null : await readLogo(folderOf(path).join(logo)),
    classes: typeof widthClasses === 'string' ? classesNamed(widthClasses) : (widthClasses ?? null),
  };
}

/** The template of who has none. */
export const PLAIN: LoadedTemplate = { template: PLAIN_TEMPLATE, logo: null, classes: null };

function parsed(bytes: Buffer, path: FilePath): unknown {
  try {
    return parse(bytes.toString('utf8')) ?? {};
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message.split('\n')[0] : String(error));
  }
}

/** A logo lies in the template's folder or below: a template from elsewhere takes no other picture along. */
function folderOf(path: FilePath): ProjectPath {
  return typeof path === 'string' ? new ProjectRoot(dirname(path), false).at() : path.parent;
}

async function readLogo(path: ProjectPath): Promise<ReportPicture> {
  const bytes = await readBytes(path, LOGO.bytes);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: LOGO.pixels })
      .resize({ width: LOGO.width, height: LOGO.height, fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer({ resolveWithObject: true });
    return { uri: `data:image/png;base64,${data.toString('base64')}`, width: info.width, height: info.height };
  } catch (cause) {
    throw new StudioError(`The logo ${path} is no picture that can be read: save it as PNG.`, 'failure', { cause });
  }
}

function unusable(path: FilePath, why: string): StudioError {
  return new StudioError(`The template ${pathOf(path)} cannot be used: ${why}; see docs/reports.md.`);
}

import { usageError } from '../../shared/errors.ts';
import type { Row } from '../../shared/report/report-data.ts';
import type { ReportField } from '../../shared/report/template.ts';

/** What stands in the fields of a template: as given, as the template says, or as the studio knows; otherwise nothing. Throws a usage error. */
export function fieldRows(
  fields: readonly ReportField[],
  given: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>>,
): Row[] {
  const unknown = Object.keys(given).find(name => !fields.some(field => field.name === name));
  if (unknown !== undefined) {
    const names = fields.map(({ name }) => name).join(', ');
    throw usageError(`The report has no field "${unknown}", but ${names || 'none at all'}: name one of these.`);
  }
  const own = (values: Readonly<Record<string, string>>, name: string) =>
    Object.hasOwn(values, name) ? values[name] : undefined;
  return fields.map(({ name, label, value }) => [label, own(given, name) ?? value ?? own(known, name) ?? '']);
}

import { Option } from 'commander';
import { usageError } from '../shared/errors.ts';

/** A parser for commander: a whole number in [min, max]; anything else is one line that names the flag. */
export function wholeNumber(flag: string, min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return text => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw usageError(`${flag} wants a whole number ${range(min, max)}, not "${text}".`);
  };
}

/** A parser for commander: a number in [min, max]. */
export function number(flag: string, min: number, max = Number.MAX_VALUE): (text: string) => number {
  return text => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= min && value <= max) return value;
    throw usageError(`${flag} wants a number ${range(min, max)}, not "${text}".`);
  };
}

/** A parser for commander: the path of a folder. Nothing at all is a slip (an unset variable), never the current folder. */
export function folder(flag: string): (text: string) => string {
  return text => {
    if (text.trim() !== '') return text;
    throw usageError(`${flag} is empty: name a folder.`);
  };
}

/** A folder option that falls back to an environment variable of the reference pipeline. */
export function folderOrVariable(flag: string, description: string, variable: string, fallback: string): Option {
  return new Option(`${flag} <dir>`, description)
    .argParser(folder(`${flag} (or ${variable})`))
    .env(variable)
    .default(fallback);
}

/** A parser for commander that leaves judgement to a schema: a number where the text is one, otherwise the text. */
export function numeral(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function range(min: number, max: number): string {
  return max >= Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `between ${min} and ${max}`;
}

/** A positional argument, or the reference pipeline's environment variable, or a default; a usage error without any. */
export function argumentOrVariable(
  value: string | undefined,
  name: string,
  variable: string,
  fallback?: string,
): string {
  const found = value ?? process.env[variable] ?? fallback;
  if (found) return found;
  throw usageError(`${name} is missing: name it on the command line or in ${variable}.`);
}

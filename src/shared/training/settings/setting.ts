import * as z from 'zod';
import { keysOf } from '../../table.ts';

/** What every setting says of itself, whatever its values. */
interface Words {
  /** What it is, in a few words: what `--help` and docs/settings.md say. */
  readonly about: string;
  /** What stands for the value behind the flag (`--epochs <n>`); null for a setting without a flag. */
  readonly flag: string | null;
  /** What the window's form writes on its field, and beside it; null for a setting that the form does not show. */
  readonly field: { readonly label: string; readonly hint?: string } | null;
  /** What stands for it in the reference pipeline (`train_unet`); null for what that does not have: the default leaves it out. */
  readonly reference: string | null;
  /** The choice with which alone it means anything: a setting, and its value. */
  readonly onlyWith?: readonly [setting: string, value: string];
}

interface NumberWords extends Words {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** What an arrow of the window's field adds. */
  readonly step: number;
}

/** A number, with what bounds its field: `digits` behind the point, 0 for whole ones. */
export interface NumberSetting extends NumberWords {
  readonly kind: 'number';
  readonly digits: number;
  readonly schema: z.ZodDefault<z.ZodNumber>;
}

/** One of several names, each with what is written on its button. */
export interface ChoiceSetting<T extends string = string> extends Words {
  readonly kind: 'choice';
  readonly options: Readonly<Record<T, string>>;
  readonly schema: z.ZodDefault<z.ZodEnum<{ [K in T]: K }>>;
}

/** A line of text; empty unless given. */
export interface TextSetting extends Words {
  readonly kind: 'text';
  readonly schema: z.ZodDefault<z.ZodString>;
}

/** Names, in an order that means something; none unless given. */
export interface NamesSetting extends Words {
  readonly kind: 'names';
  readonly schema: z.ZodDefault<z.ZodReadonly<z.ZodArray<z.ZodString>>>;
}

/** All that is known of one setting: what it may be (a description of the schema says it in words), and its words. */
export type Setting = NumberSetting | ChoiceSetting | TextSetting | NamesSetting;

/** A whole number in [min, max]; of `multipleOf` only its multiples, which are then the steps, too. */
export function whole(words: Omit<NumberWords, 'step'> & { step?: number; multipleOf?: number }): NumberSetting {
  const { min, max, multipleOf, step = multipleOf ?? 1 } = words;
  const range = `between ${min} and ${max}`;
  const schema = z.int().min(min).max(max);
  return {
    ...words,
    ...{ kind: 'number', step, digits: 0 },
    schema: (multipleOf === undefined ? schema : schema.multipleOf(multipleOf))
      .default(words.default)
      .describe(multipleOf === undefined ? `a whole number ${range}` : `a multiple of ${multipleOf} ${range}`),
  };
}

/** A number in [min, max]; `above` and `below` leave out that end itself. */
export function decimal(
  words: NumberWords & { readonly digits: number; readonly above?: true; readonly below?: true },
): NumberSetting {
  const { min, max, digits, above, below } = words;
  const nearest = 10 ** -digits;
  const from = above ? z.number().gt(min) : z.number().min(min);
  return {
    ...words,
    kind: 'number',
    min: above ? min + nearest : min,
    max: below ? max - nearest : max,
    schema: (below ? from.lt(max) : from.max(max))
      .default(words.default)
      .describe(above && !below ? `a number above ${min} and up to ${max}` : `a number between ${min} and ${max}`),
  };
}

/** A share or a probability. */
export function share(words: Words & { readonly default: number; readonly step?: number; readonly digits?: number }) {
  return decimal({ min: 0, max: 1, step: 0.05, digits: 4, ...words });
}

/** One of the names in `options`. */
export function choice<T extends string>(
  words: Words & { readonly default: NoInfer<T>; readonly options: Readonly<Record<T, string>> },
): ChoiceSetting<T> {
  const names = keysOf(words.options);
  const list = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return { ...words, kind: 'choice', schema: z.enum(names).default(words.default).describe(list) };
}

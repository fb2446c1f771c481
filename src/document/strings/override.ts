/** Fixed texts worded another way: every text of a language can be replaced by its key. */
import type { Strings } from './strings.ts';

/** A text that was to be replaced and is not there, or is a group of texts. */
export interface OverrideFault {
  readonly key: string;
  readonly message: string;
  /** Keys that could have been meant. */
  readonly known: readonly string[];
}

/**
 * The texts with those of `changes` in their place, by key: `save`, `verdict.equal`. In a text that is made from
 * values, such as `points`, the values stand as `{1}`, `{2}` in the order of the built-in text.
 */
export function overrideStrings(
  base: Strings,
  changes: ReadonlyMap<string, string>,
): { readonly strings: Strings; readonly faults: readonly OverrideFault[] } {
  const known = keysOf(base, '');
  const faults: OverrideFault[] = [...changes.keys()]
    .filter((key) => !known.includes(key))
    .map((key) => ({
      key,
      message: known.some((k) => k.startsWith(`${key}.`))
        ? `"${key}" is a group of texts`
        : `there is no text "${key}" on any page`,
      known: known.some((k) => k.startsWith(`${key}.`)) ? known.filter((k) => k.startsWith(`${key}.`)) : known,
    }));
  return { strings: replaced(base, '', changes), faults };
}

/** Every key of a language's texts, groups spelled out with a dot. */
export function keysOf(texts: object, prefix: string): readonly string[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

/** The same object with texts exchanged: each entry keeps its type, so that the whole does. */
function replaced<T extends object>(texts: T, prefix: string, changes: ReadonlyMap<string, string>): T {
  const out: T = { ...texts };
  for (const [name, value] of Object.entries(texts)) {
    const change = changes.get(`${prefix}${name}`);
    if (typeof value === 'object' && value !== null)
      Object.assign(out, { [name]: replaced(value, `${prefix}${name}.`, changes) });
    else if (change !== undefined)
      Object.assign(out, { [name]: typeof value === 'function' ? filled(change) : change });
  }
  return out;
}

const filled =
  (text: string) =>
  (...values: readonly unknown[]): string =>
    text.replaceAll(/\{(\d)\}/g, (whole, place: string) => {
      const value = values[Number(place) - 1];
      return value === undefined ? whole : String(value);
    });

import { expect, test } from 'vitest';
import { keysOf, overrideStrings } from '../../src/document/strings/override.ts';
import { type Strings, stringsFor } from '../../src/document/strings/strings.ts';

const en = stringsFor({ lang: 'en' });
const de = stringsFor({ lang: 'de' });

/** Every text by key; texts made from values are made from these. */
function textsOf(strings: object, prefix = ''): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const [name, value] of Object.entries(strings)) {
    const key = `${prefix}${name}`;
    if (typeof value === 'string') out.set(key, value);
    else if (typeof value === 'function') out.set(key, String(value(7, 8, 9, 10)));
    else for (const [inner, text] of textsOf(value, `${key}.`)) out.set(inner, text);
  }
  return out;
}

test('every language says everything, with the same values in it', () => {
  // The grader speaks English; the other languages say its outcomes in their own words.
  const pageKeys = keysOf(de, '').filter((key) => !key.startsWith('outcome.'));
  expect(pageKeys).toEqual(keysOf(en, ''));
  const [english, german] = [textsOf(en), textsOf(de)];
  for (const [key, text] of english) {
    const other = german.get(key) ?? '';
    expect(other.trim(), key).not.toBe('');
    expect(text.trim(), key).not.toBe('');
    for (const value of ['7', '8', '9', '10'])
      expect(other.includes(value), `${key}: ${value}`).toBe(text.includes(value));
    expect(other.match(/\{\w+\}/g) ?? [], key).toEqual(text.match(/\{\w+\}/g) ?? []);
  }
  const same = [...english].filter(([key, text]) => german.get(key) === text).map(([key]) => key);
  // Words that are the same in both, such as Name.
  expect(same.length).toBeLessThan(english.size / 8);
});

test('a course words a text its own way, and the rest stays', () => {
  const changes = new Map([
    ['save', 'Hand in'],
    ['verdict.equal', 'correct'],
    ['page', 'p. {1}/{2}'],
  ]);
  const { strings, faults } = overrideStrings(en, changes);
  expect(faults).toEqual([]);
  expect(strings.save).toBe('Hand in');
  expect(strings.verdict.equal).toBe('correct');
  expect(strings.verdict.different).toBe(en.verdict.different);
  expect(strings.page(2, 5)).toBe('p. 2/5');
  const rest = (s: Strings): readonly (readonly [string, string])[] =>
    [...textsOf(s)].filter(([key]) => !changes.has(key));
  expect(rest(strings)).toEqual(rest(en));
  // The language itself is not touched.
  expect(en.save).not.toBe('Hand in');
});

test('a text that no page has is refused by name', () => {
  const { faults } = overrideStrings(
    en,
    new Map([
      ['savee', 'x'],
      ['verdict', 'x'],
    ]),
  );
  expect(faults.map((f) => f.message)).toEqual([
    'there is no text "savee" on any page',
    '"verdict" is a group of texts',
  ]);
  expect(faults[0]?.known).toContain('save');
});

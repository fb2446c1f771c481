/** Reading the parts of an author file: every helper reports what is wrong where it stands, and goes on. */
import type { Issue } from '../base/issue.ts';
import { issue, warning } from '../base/issue.ts';
import { nearest } from '../base/nearest.ts';
import { parseDecimal, type Rational, rational, toDouble } from '../ir/rational.ts';
import type { SourceList, SourceMap, SourceNode, SourceText } from './source/source-node.ts';
import { lookUp } from './source/source-node.ts';
import type { LocalText } from './template.ts';

const KIND_NAMES = { text: 'a text', list: 'a list', map: 'a block of `name: value` entries' } as const;

/** `en`, `de`, `de-CH`: what a key must look like for a map to be a text per language. */
const LOCALE = /^[a-z]{2}(-[A-Z]{2})?$/;

/** The characters of any node as one text: `[1, 2]` read as a list is a formula all the same. */
export function asSource(node: SourceNode): SourceText {
  return node.kind === 'text'
    ? node
    : { kind: 'text', place: node.place, source: node.source, text: node.source.trim(), quoted: false };
}

export class Reader {
  readonly issues: Issue[] = [];

  fail(code: string, message: string, at: SourceNode, hint?: string): void {
    this.issues.push(issue(code, message, at.place, hint));
  }

  warn(code: string, message: string, at: SourceNode, hint?: string): void {
    this.issues.push(warning(code, message, at.place, hint));
  }

  /** A value that was left out (`title:` and nothing after it) counts as missing. */
  given(map: SourceMap, key: string): SourceNode | undefined {
    const node = lookUp(map, key);
    if (node?.kind === 'text' && node.text === '' && !node.quoted) {
      this.fail('empty-value', `\`${key}\` has no value`, node, `Write one after \`${key}:\`, or leave the line out.`);
      return undefined;
    }
    return node;
  }

  required(map: SourceMap, key: string, what: string): SourceNode | undefined {
    const node = this.given(map, key);
    // A misspelt key is reported as such; that the right one is missing follows from it.
    const misspelt = map.entries.some((e) => e.key.text !== key && nearest(e.key.text, [key]) === key);
    if (node === undefined && lookUp(map, key) === undefined && !misspelt) {
      this.fail('missing-key', `${what} needs \`${key}\``, map, `Add a line \`${key}: …\`.`);
    }
    return node;
  }

  map(node: SourceNode, what: string): SourceMap | undefined {
    if (node.kind === 'map') return node;
    this.fail('wrong-kind', `${what} must be ${KIND_NAMES.map}, not ${KIND_NAMES[node.kind]}`, node);
    return undefined;
  }

  list(node: SourceNode, what: string): SourceList | undefined {
    if (node.kind === 'list') return node;
    this.fail(
      'wrong-kind',
      `${what} must be a list, not ${KIND_NAMES[node.kind]}`,
      node,
      'Write `[ …, … ]` or one `- …` per line.',
    );
    return undefined;
  }

  /** The items of a list, or the one value that stands in its place. */
  items(node: SourceNode): readonly SourceNode[] {
    return node.kind === 'list' ? node.items : [node];
  }

  text(node: SourceNode, what: string): SourceText | undefined {
    if (node.kind === 'text') return node;
    this.fail('wrong-kind', `${what} must be a text, not ${KIND_NAMES[node.kind]}`, node, 'Put it in quotes.');
    return undefined;
  }

  /** Keys outside the known ones, each with the nearest of them. */
  onlyKeys(map: SourceMap, known: readonly string[], what: string): void {
    for (const { key } of map.entries) {
      if (known.includes(key.text)) continue;
      const near = nearest(key.text, known);
      const hint = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean \`${near}\`?`;
      this.fail('unknown-key', `${what} has no key \`${key.text}\``, key, hint);
    }
  }

  number(node: SourceNode, what: string): Rational | undefined {
    const text = node.kind === 'text' ? readNumber(node.text) : null;
    if (text !== null) return text;
    this.fail('not-a-number', `${what} must be a number, not \`${node.source.trim()}\``, node);
    return undefined;
  }

  whole(node: SourceNode, what: string, lo: number, hi: number): number | undefined {
    const value = node.kind === 'text' && /^[+-]?\d{1,9}$/.test(node.text.trim()) ? Number(node.text) : Number.NaN;
    if (value >= lo && value <= hi) return value;
    const range = hi < 1e9 ? `a whole number from ${lo} to ${hi}` : `a whole number, at least ${lo}`;
    this.fail('not-a-number', `${what} must be ${range}, not \`${node.source.trim()}\``, node);
    return undefined;
  }

  yesNo(node: SourceNode, what: string): boolean {
    const text = node.kind === 'text' ? node.text.trim().toLowerCase() : '';
    if (['yes', 'true', 'on'].includes(text)) return true;
    if (!['no', 'false', 'off'].includes(text)) {
      this.fail('not-yes-or-no', `${what} must be yes or no, not \`${node.source.trim()}\``, node);
    }
    return false;
  }

  /** One of a closed list of words. */
  word<T extends string>(node: SourceNode, what: string, words: readonly T[]): T | undefined {
    const text = node.kind === 'text' ? node.text.trim() : node.source;
    const found = words.find((w) => w === text);
    if (found !== undefined) return found;
    const near = nearest(text, words);
    const hint =
      near === undefined
        ? `Write one of: ${words.join(', ')}.`
        : `Did you mean \`${near}\`? Known: ${words.join(', ')}.`;
    this.fail('unknown-word', `${what} is \`${text}\`, which is not known`, node, hint);
    return undefined;
  }

  /** A text for all languages or one per language. */
  localText(node: SourceNode, what: string): LocalText | undefined {
    if (node.kind === 'text') return new Map([['', node]]);
    if (node.kind === 'list') {
      this.text(node, what);
      return undefined;
    }
    const texts = new Map<string, SourceText>();
    for (const { key, value } of node.entries) {
      if (!LOCALE.test(key.text)) {
        this.fail(
          'unknown-language',
          `${what} has a text for \`${key.text}\`, which is no language`,
          key,
          'Write `en: …` and `de: …`, or one text in quotes.',
        );
        continue;
      }
      const text = this.text(value, `${what} in ${key.text}`);
      if (text) texts.set(key.text, text);
    }
    return texts.size > 0 ? texts : undefined;
  }

  /** Wordings of which one is drawn: a text, a list of them, or either per language, equally many in each. */
  wordings(node: SourceNode, what: string): readonly LocalText[] {
    const isPerLanguage = node.kind === 'map' && node.entries.some(({ value }) => value.kind === 'list');
    if (!isPerLanguage) return this.items(node).flatMap((item) => this.localText(item, what) ?? []);
    const columns = node.entries.map(({ key, value }) => {
      if (!LOCALE.test(key.text))
        this.fail('unknown-language', `${what} has a text for \`${key.text}\`, which is no language`, key);
      return { locale: key.text, texts: this.items(value).flatMap((item) => this.text(item, what) ?? []) };
    });
    const [first] = columns;
    const other = columns.find(({ texts }) => texts.length !== first?.texts.length);
    if (first === undefined || other !== undefined) {
      this.fail(
        'unequal-wordings',
        `${what} has ${first?.texts.length ?? 0} wordings in ${first?.locale ?? ''} and ${other?.texts.length ?? 0} in ${other?.locale ?? ''}`,
        node,
        'Write equally many in each language; the k-th stands for the k-th.',
      );
      return [];
    }
    return first.texts.map(
      (_, k) =>
        new Map(
          columns.flatMap(({ locale, texts }) => {
            const text = texts[k];
            return text === undefined ? [] : [[locale, text] as const];
          }),
        ),
    );
  }

  /** `[lo, hi]`, as it was written. */
  pair(node: SourceNode, what: string): readonly [SourceText, SourceText] | undefined {
    const [lo, hi, more] = node.kind === 'list' ? node.items : [];
    if (lo !== undefined && hi !== undefined && more === undefined) return [asSource(lo), asSource(hi)];
    this.fail('not-a-pair', `${what} must be a pair \`[from, to]\`, not \`${node.source.trim()}\``, node);
    return undefined;
  }
}

/** `3`, `-2.5`, `1/3`; null for anything else. */
export function readNumber(written: string): Rational | null {
  const match = /^([+-]?)\s*([\d.eE+-]+?)(?:\s*\/\s*(\d+))?$/.exec(written.trim());
  const top = match === null ? null : parseDecimal(match[2] ?? '');
  const bottom = match?.[3] === undefined ? 1n : BigInt(match[3]);
  if (match === null || top === null || bottom === 0n) return null;
  return rational(match[1] === '-' ? -top.n : top.n, top.d * bottom);
}

/** The double nearest to a written number; ±∞ for `inf`, `-inf`. */
export function readLimit(written: string): number | null {
  const text = written.trim().toLowerCase();
  if (/^[+-]?(inf|infinity|∞)$/.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = readNumber(text);
  return value === null ? null : toDouble(value);
}

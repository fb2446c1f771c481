/** The `grading` block of assignments: credit rules, nearest wins (templates.md, part 1). */
import type { FieldPolicy, Rounding } from '../answers/contract.ts';
import type { Issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { type Rational, toDouble } from '../ir/rational.ts';
import { Reader } from '../problem/schema.ts';
import type { SourceMap, SourceNode } from '../problem/source/source-node.ts';

/** Everything a grading block may say. */
export interface GradingSettings extends FieldPolicy {
  readonly attempts: number;
  readonly keep: 'last' | 'best';
  readonly feedback: 'marks' | 'hints' | 'full';
}

export const DEFAULT_SETTINGS: GradingSettings = {
  number: { kind: 'relative', tolerance: 0.005 },
  expression: { kind: 'rounded', digits: 3 },
  entries: 'per-entry',
  wrongOrientation: 0.5,
  wrongLayout: 0.5,
  misconceptionCredit: 0,
  followThrough: 1,
  roundedEarly: 1,
  decimalComma: false,
  attempts: 1,
  keep: 'last',
  feedback: 'full',
};

const KEYS = [
  'number',
  'expression',
  'entries',
  'wrong_orientation',
  'wrong_layout',
  'misconception_credit',
  'follow_through',
  'rounded_early',
  'undecided',
  'attempts',
  'keep',
  'feedback',
];

/** What only a whole assignment can say: an attempt holds all its problems, and a page all its feedback. */
const WHOLE = ['attempts', 'keep', 'feedback'];

/**
 * The settings that a block lays over others; `part` for the block of one problem or field. Every mistake is told
 * with its place.
 */
export function readGradingBlock(
  block: SourceMap | null,
  below: GradingSettings,
  part: 'assignment' | 'problem' | 'field' = 'assignment',
): Result<GradingSettings, readonly Issue[]> {
  if (block === null) return success(below);
  const reader = new Reader();
  const own = part === 'assignment' ? KEYS : KEYS.filter((k) => !WHOLE.includes(k));
  reader.onlyKeys(
    block,
    part === 'problem' ? [...own, 'fields'] : own,
    `the grading of ${part === 'field' ? 'a' : 'this'} ${part}`,
  );
  const settings: GradingSettings = {
    ...below,
    number: at(block, 'number', reader, (n) => readRounding(n, reader)) ?? below.number,
    expression: at(block, 'expression', reader, (n) => readExpressionRule(n, reader)) ?? below.expression,
    entries:
      at(block, 'entries', reader, (n) => reader.word(n, '`entries`', ['per-entry', 'all-or-nothing'] as const)) ??
      below.entries,
    wrongOrientation: share(block, 'wrong_orientation', reader) ?? below.wrongOrientation,
    wrongLayout: share(block, 'wrong_layout', reader) ?? below.wrongLayout,
    misconceptionCredit:
      at(block, 'misconception_credit', reader, (n) => readCredits(n, reader)) ?? below.misconceptionCredit,
    followThrough: share(block, 'follow_through', reader) ?? below.followThrough,
    roundedEarly: share(block, 'rounded_early', reader) ?? below.roundedEarly,
    attempts: at(block, 'attempts', reader, (n) => reader.whole(n, '`attempts`', 1, 1000)) ?? below.attempts,
    keep: at(block, 'keep', reader, (n) => reader.word(n, '`keep`', ['last', 'best'] as const)) ?? below.keep,
    feedback:
      at(block, 'feedback', reader, (n) => reader.word(n, '`feedback`', ['marks', 'hints', 'full'] as const)) ??
      below.feedback,
  };
  // An undecided answer always goes to a person; the key is there so that an assignment can say so.
  at(block, 'undecided', reader, (n) => reader.word(n, '`undecided`', ['review'] as const));
  return reader.issues.some((i) => i.severity === 'error') ? failure(reader.issues) : success(settings);
}

function at<T>(
  block: SourceMap,
  key: string,
  reader: Reader,
  read: (node: SourceNode) => T | undefined,
): T | undefined {
  const node = reader.given(block, key);
  return node === undefined ? undefined : read(node);
}

const share = (block: SourceMap, key: string, reader: Reader): number | undefined =>
  at(block, key, reader, (n) => readShare(n, `\`${key}\``, reader));

function readShare(node: SourceNode, what: string, reader: Reader): number | undefined {
  const value = positive(reader.number(node, what));
  if (value !== null && value <= 1) return value;
  reader.fail('bad-share', `${what} must lie between 0 and 1`, node);
  return undefined;
}

const positive = (value: Rational | undefined): number | null =>
  value === undefined || value.n < 0n ? null : toDouble(value);

/** `{ relative: 0.005 }`, `{ digits: 3 }`, `exact` */
function readRounding(node: SourceNode, reader: Reader): Rounding | undefined {
  if (node.kind === 'text' && node.text.trim() === 'exact') return { kind: 'exact' };
  const map = reader.map(node, '`number`');
  if (!map) return undefined;
  reader.onlyKeys(map, ['relative', 'absolute', 'digits', 'decimals'], '`number`');
  const [entry] = map.entries;
  if (entry === undefined || map.entries.length > 1) {
    reader.fail(
      'one-rule',
      '`number` takes one rule',
      node,
      'Write { relative: 0.005 }, { absolute: 0.01 }, { digits: 3 } or { decimals: 2 }.',
    );
    return undefined;
  }
  const value = positive(reader.number(entry.value, `\`${entry.key.text}\``));
  if (value === null) return undefined;
  switch (entry.key.text) {
    case 'relative':
      return { kind: 'relative', tolerance: value };
    case 'absolute':
      return { kind: 'absolute', tolerance: value };
    case 'digits':
      return { kind: 'digits', digits: value };
    default:
      return { kind: 'decimals', decimals: value };
  }
}

/** `exact`, `{ rounded: 3 }`, `{ relative: 1e-6 }` */
function readExpressionRule(node: SourceNode, reader: Reader): FieldPolicy['expression'] | undefined {
  if (node.kind === 'text' && node.text.trim() === 'exact') return { kind: 'exact' };
  const map = reader.map(node, '`expression`');
  if (!map) return undefined;
  reader.onlyKeys(map, ['rounded', 'relative'], '`expression`');
  const [entry] = map.entries;
  const value = entry && positive(reader.number(entry.value, `\`${entry.key.text}\``));
  if (entry === undefined || value === null || value === undefined) return undefined;
  return entry.key.text === 'rounded' ? { kind: 'rounded', digits: value } : { kind: 'relative', tolerance: value };
}

/** One share for all misconceptions, or one for each id. */
function readCredits(node: SourceNode, reader: Reader): number | ReadonlyMap<string, number> | undefined {
  if (node.kind !== 'map') return readShare(node, '`misconception_credit`', reader);
  return new Map(
    node.entries.flatMap(({ key, value }) => {
      const credit = readShare(value, `\`${key.text}\``, reader);
      return credit === undefined ? [] : [[key.text, credit] as const];
    }),
  );
}

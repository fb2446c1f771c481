/** The answer boxes of a template: what all have in common, and the rounding they ask for. */
import type { AnswerTypeName, Rounding } from '../answers/contract.ts';
import { toDouble } from '../ir/rational.ts';
import { BODY_KEYS, readBody } from './load-field-body.ts';
import type { Reader } from './schema.ts';
import { asSource, readNumber } from './schema.ts';
import type { SourceMap, SourceNode, SourceText } from './source/source-node.ts';
import { lookUp } from './source/source-node.ts';
import type { AlsoTemplate, FieldOptions, TemplateField } from './template.ts';

const TYPE_NAMES = [
  'number',
  'expression',
  'formula',
  'matrix',
  'vector',
  'tensor',
  'shape',
  'cases',
  'trace',
  'derivation',
  'choice',
  'ordering',
  'find-error',
  'essay',
] as const;

export const OPTION_KEYS = ['round', 'assume', 'may_be'] as const;
const COMMON_KEYS = ['question', 'label', 'type', 'answer', 'points', 'variables', 'also', ...OPTION_KEYS] as const;

/** Types whose key is worked out from a formula; the others bring their own. */
const NEEDS_ANSWER = new Set<AnswerTypeName>(['number', 'expression', 'matrix', 'tensor', 'shape', 'cases', 'trace']);

export function readFields(map: SourceMap, reader: Reader): readonly TemplateField[] {
  const node = reader.required(map, 'fields', 'a template');
  const fields = node === undefined ? undefined : reader.map(node, '`fields`');
  return fields?.entries.flatMap(({ key, value }) => readField(key, value, reader) ?? []) ?? [];
}

function readField(key: SourceText, node: SourceNode, reader: Reader): TemplateField | undefined {
  const title = `the field \`${key.text}\``;
  if (!/^\p{L}[\p{L}\d_]*$/u.test(key.text)) {
    reader.fail(
      'bad-name',
      `\`${key.text}\` is no id for a field`,
      key,
      'Use letters, digits and _; an id is a name that later answers may use.',
    );
    return undefined;
  }
  const map = reader.map(node, title);
  const typeNode = map && reader.required(map, 'type', title);
  const written = typeNode && reader.word(typeNode, `the type of ${title}`, TYPE_NAMES);
  if (map === undefined || written === undefined) return undefined;
  const type: AnswerTypeName = written === 'formula' ? 'expression' : written === 'vector' ? 'matrix' : written;
  reader.onlyKeys(map, [...COMMON_KEYS, ...BODY_KEYS[type]], `a field of type ${type}`);
  const answer = reader.given(map, 'answer');
  if (answer === undefined && NEEDS_ANSWER.has(type) && lookUp(map, 'answer') === undefined) {
    reader.fail(
      'missing-key',
      `${title} needs \`answer\``,
      map,
      'Write the formula from which the key is worked out, such as answer: diff(f, x).',
    );
  }
  const body = readBody(type, map, title, reader);
  if (body === undefined) return undefined;
  const points = reader.given(map, 'points');
  const variables = reader.given(map, 'variables');
  const text = (k: 'question' | 'label') => {
    const given = reader.given(map, k);
    return given === undefined ? null : (reader.localText(given, `\`${k}\` of ${title}`) ?? null);
  };
  return {
    id: key.text,
    at: key,
    type,
    question: text('question'),
    label: text('label'),
    answer: answer === undefined ? null : asSource(answer),
    points: points === undefined ? 1 : readPoints(points, title, reader),
    variables: variables === undefined ? null : reader.items(variables).map(asSource),
    also: readAlso(map, title, reader),
    body,
    ...readOptions(map, title, reader),
  };
}

function readPoints(node: SourceNode, title: string, reader: Reader): number {
  const value = reader.number(node, `the points of ${title}`);
  if (value !== undefined && value.n > 0n) return toDouble(value);
  if (value !== undefined) reader.fail('bad-points', `the points of ${title} must be more than 0`, node);
  return 1;
}

/** `round`, `assume` and `may_be` of a field or of the whole template. */
export function readOptions(map: SourceMap, title: string, reader: Reader): FieldOptions {
  const [round, assume, mayBe] = OPTION_KEYS.map((k) => reader.given(map, k));
  return {
    rounding: round === undefined ? null : (readRounding(round, title, reader) ?? null),
    assume: assume === undefined ? [] : reader.items(assume).map(asSource),
    mayBe: mayBe === undefined ? null : readMayBe(mayBe, title, reader),
  };
}

const ROUNDING_FORMS = 'Write exact, 3 digits, 3 decimals, within 1 % or within 0.01.';

function readRounding(node: SourceNode, title: string, reader: Reader): Rounding | undefined {
  const text = asSource(node).text.trim();
  if (text === 'exact') return { kind: 'exact' };
  const counted = /^(\d{1,2}) (digits?|decimals?)$/.exec(text);
  if (counted) {
    const count = Number(counted[1]);
    if (counted[2]?.startsWith('decimal')) return { kind: 'decimals', decimals: count };
    if (count >= 1 && count <= 15) return { kind: 'digits', digits: count };
  }
  const within = /^within ([\d./]+)\s*(%?)$/.exec(text);
  const tolerance = within ? readNumber(within[1] ?? '') : null;
  if (within && tolerance !== null && tolerance.n > 0n) {
    const value = toDouble(tolerance);
    return within[2] === '%' ? { kind: 'relative', tolerance: value / 100 } : { kind: 'absolute', tolerance: value };
  }
  reader.fail('bad-rounding', `\`round\` of ${title} is \`${text}\`, which is not known`, node, ROUNDING_FORMS);
  return undefined;
}

function readMayBe(node: SourceNode, title: string, reader: Reader): NonNullable<FieldOptions['mayBe']> {
  const words = reader
    .items(node)
    .map((item) => reader.word(item, `\`may_be\` of ${title}`, ['zero', 'undefined'] as const));
  return { zero: words.includes('zero'), undefined: words.includes('undefined') };
}

function readAlso(map: SourceMap, title: string, reader: Reader): readonly AlsoTemplate[] {
  const node = reader.given(map, 'also');
  const list = node === undefined ? undefined : reader.list(node, `\`also\` of ${title}`);
  return (list?.items ?? []).flatMap((item) => {
    const entry = reader.map(item, `an entry of \`also\` of ${title}`);
    if (entry === undefined) return [];
    reader.onlyKeys(entry, ['answer', 'credit', 'says'], 'an entry of `also`');
    const answer = reader.required(entry, 'answer', 'an entry of `also`');
    const says = reader.given(entry, 'says');
    if (answer === undefined) return [];
    return [
      {
        answer: asSource(answer),
        credit: readCredit(entry, title, reader),
        says: says === undefined ? null : (reader.localText(says, '`says`') ?? null),
      },
    ];
  });
}

function readCredit(entry: SourceMap, title: string, reader: Reader): number {
  const node = reader.required(entry, 'credit', `an entry of \`also\` of ${title}`);
  const value = node && reader.number(node, '`credit`');
  if (node === undefined || value === undefined) return 0;
  const credit = toDouble(value);
  if (credit >= 0 && credit <= 1) return credit;
  reader.fail(
    'bad-credit',
    '`credit` must lie between 0 and 1',
    node,
    'It is a share: 1 for a right answer, 0.5 for half the points.',
  );
  return 0;
}

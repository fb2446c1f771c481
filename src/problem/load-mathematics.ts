/** The blocks that say what the mathematics is: variables, parameters, values, definitions, requirements. */
import { dimensionsOf, readName } from './load-names.ts';
import { readParameter } from './load-parameter.ts';
import type { Reader } from './schema.ts';
import { asSource, readLimit } from './schema.ts';
import type { SourceMap, SourceNode, SourceText } from './source/source-node.ts';
import { lookUp } from './source/source-node.ts';
import type { Mathematics, TemplateDefinition, TemplateVariable } from './template.ts';

export const MATHEMATICS_KEYS = ['variables', 'parameters', 'values', 'define', 'require', 'statement'] as const;

/** Structures of a matrix that stays a symbol. */
const SYMBOL_STRUCTURES = ['symmetric', 'diagonal', 'positive definite', 'orthogonal', 'invertible'] as const;

export function readMathematics(map: SourceMap, reader: Reader): Mathematics {
  return {
    variables: entriesOf(map, 'variables', reader).flatMap(({ key, value }) => readVariable(key, value, reader) ?? []),
    parameters: entriesOf(map, 'parameters', reader).flatMap(
      ({ key, value }) => readParameter(key, value, 'parameter', reader) ?? [],
    ),
    values: entriesOf(map, 'values', reader).flatMap(
      ({ key, value }) => readParameter(key, value, 'value', reader) ?? [],
    ),
    define: entriesOf(map, 'define', reader).flatMap(({ key, value }) => readDefinition(key, value, reader) ?? []),
    require: readConditions(map, reader),
    statement: lookUp(map, 'statement') === undefined ? [] : readStatement(map, reader),
  };
}

function readStatement(map: SourceMap, reader: Reader): Mathematics['statement'] {
  const node = reader.given(map, 'statement');
  return node === undefined ? [] : reader.wordings(node, '`statement`');
}

function entriesOf(map: SourceMap, key: string, reader: Reader): SourceMap['entries'] {
  const node = reader.given(map, key);
  return node === undefined ? [] : (reader.map(node, `\`${key}\``)?.entries ?? []);
}

function readConditions(map: SourceMap, reader: Reader): readonly SourceText[] {
  const node = reader.given(map, 'require');
  if (node === undefined) return [];
  if (node.kind === 'map') {
    reader.fail('wrong-kind', '`require` must be a list of conditions', node, 'Write one `- …` per line.');
    return [];
  }
  return reader.items(node).map(asSource);
}

function readVariable(key: SourceText, value: SourceNode, reader: Reader): TemplateVariable | undefined {
  if (!readName(key, 'variable', reader)) return undefined;
  const bare = { name: key.text, at: key, structure: null, range: null, latex: null };
  if (value.kind !== 'map') {
    const space = reader.text(value, `the space of \`${key.text}\``);
    return space && isSpace(space, reader) ? { ...bare, space: spaceless(space) } : undefined;
  }
  reader.onlyKeys(value, ['shape', 'is', 'range', 'latex'], `the variable \`${key.text}\``);
  const shape = reader.given(value, 'shape');
  const space = shape === undefined ? { ...key, text: 'real' } : asSource(shape);
  const is = reader.given(value, 'is');
  const range = reader.given(value, 'range');
  const latex = reader.given(value, 'latex');
  const structure = is === undefined ? null : readSymbolStructure(asSource(is), reader);
  if (!isSpace(space, reader)) return undefined;
  return {
    ...bare,
    space: spaceless(space),
    structure: structure ?? null,
    range: range === undefined ? null : (readRange(range, key.text, reader) ?? null),
    latex: latex === undefined ? null : (reader.text(latex, '`latex`')?.text ?? null),
  };
}

function readSymbolStructure(is: SourceText, reader: Reader): string | undefined {
  const rank = /^rank (\d+)$/.exec(is.text.trim());
  return rank ? `rank:${rank[1]}` : reader.word(is, '`is`', SYMBOL_STRUCTURES)?.replace(' ', '-');
}

const spaceless = (space: SourceText): SourceText => ({ ...space, text: dimensionsOf(space.text).join('x') });

function isSpace(space: SourceText, reader: Reader): boolean {
  const dims = dimensionsOf(space.text);
  if (dims.every((d) => /^(\d{1,4}|\p{L}[\p{L}\d_]*)$/u.test(d) && d !== '0')) return true;
  reader.fail(
    'bad-shape',
    `\`${space.text}\` is no space for a variable`,
    space,
    'Write real, 3 (a column), 2x3, N x D, or index.',
  );
  return false;
}

function readRange(node: SourceNode, name: string, reader: Reader): readonly [number, number] | undefined {
  const pair = reader.pair(node, `the range of \`${name}\``);
  if (pair === undefined) return undefined;
  const [lo, hi] = [readLimit(pair[0].text), readLimit(pair[1].text)];
  if (lo !== null && hi !== null && lo < hi) return [lo, hi];
  reader.fail('bad-range', `the range of \`${name}\` must rise from one number (or -inf) to another (or inf)`, node);
  return undefined;
}

function readDefinition(key: SourceText, value: SourceNode, reader: Reader): TemplateDefinition | undefined {
  if (!readName(key, 'definition', reader)) return undefined;
  if (value.kind === 'map') {
    reader.fail(
      'wrong-kind',
      `the definition \`${key.text}\` must be a formula`,
      value,
      'What is drawn belongs under `parameters`.',
    );
    return undefined;
  }
  return { name: key.text, at: key, formula: asSource(value) };
}

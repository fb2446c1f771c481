/** The blocks that say what the mathematics is: variables, parameters, values, definitions, requirements. */
import { compareRational } from '../ir/rational.ts';
import type { Reader } from './schema.ts';
import { asSource, readLimit } from './schema.ts';
import type { SourceMap, SourceNode, SourceText } from './source/source-node.ts';
import { lookUp } from './source/source-node.ts';
import type { ChoiceOption, DrawKind, Mathematics, TemplateDefinition, TemplateParameter, TemplateVariable } from './template.ts';

export const MATHEMATICS_KEYS = ['variables', 'parameters', 'values', 'define', 'require', 'statement'] as const;

/** Structures that `is:` draws; `rank k` takes a number. */
export const STRUCTURES = [
  'symmetric',
  'diagonal',
  'triangular',
  'invertible',
  'integer inverse',
  'orthogonal',
  'positive definite',
  'indefinite',
  'full rank',
] as const;

/** Structures of a matrix that stays a symbol. */
const SYMBOL_STRUCTURES = ['symmetric', 'diagonal', 'positive definite', 'orthogonal', 'invertible'] as const;

export function readMathematics(map: SourceMap, reader: Reader): Mathematics {
  return {
    variables: entriesOf(map, 'variables', reader).flatMap(({ key, value }) => readVariable(key, value, reader) ?? []),
    parameters: entriesOf(map, 'parameters', reader).flatMap(({ key, value }) => readParameter(key, value, 'parameter', reader) ?? []),
    values: entriesOf(map, 'values', reader).flatMap(({ key, value }) => readParameter(key, value, 'value', reader) ?? []),
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

/** A name of the language: letters, then an optional subscript. */
const NAME = /^\p{L}+(_?[\p{L}\d₀-₉]+|_\{[\p{L}\d]+\})?$/u;

function readName(key: SourceText, what: string, reader: Reader): boolean {
  if (NAME.test(key.text)) return true;
  const bare = /^(\p{L}+\d*)\s*\(/u.exec(key.text)?.[1];
  const hint = bare === undefined ? 'A name is letters with an optional subscript: x, x1, theta, W_1.' : `There are no functions with arguments: name the formula \`${bare}\` and put values in with at(${bare}, x = …).`;
  reader.fail('bad-name', `\`${key.text}\` is no name for a ${what}`, key, hint);
  return false;
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

/** A space without dimensions. */
export const isPlainSpace = (written: string): boolean => /^(real|scalar|index)$/.test(written.trim());

/** `N x D`, `NxD`, `3`: the dimensions as written. Where spaces stand round an x, only those divide. */
export function dimensionsOf(written: string): readonly string[] {
  const text = written.trim();
  if (isPlainSpace(text)) return [text];
  return /\sx\s/.test(text) ? text.split(/\s+x\s+/) : text.replace(/\s+/g, '').split(/[x×]/);
}

function isSpace(space: SourceText, reader: Reader): boolean {
  const dims = dimensionsOf(space.text);
  if (dims.every((d) => /^(\d{1,4}|\p{L}[\p{L}\d_]*)$/u.test(d) && d !== '0')) return true;
  reader.fail('bad-shape', `\`${space.text}\` is no space for a variable`, space, 'Write real, 3 (a column), 2x3, N x D, or index.');
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

const DRAW_KEYS = ['integer', 'number', 'choice', 'words'] as const;
const PARAMETER_KEYS = [...DRAW_KEYS, 'step', 'not', 'is', 'vector', 'matrix'] as const;

function readParameter(key: SourceText, value: SourceNode, what: 'parameter' | 'value', reader: Reader): TemplateParameter | undefined {
  if (!readName(key, what, reader)) return undefined;
  const bare = { name: key.text, at: key, dims: null, not: [], is: [] };
  if (value.kind !== 'map') {
    if (what === 'value') return { ...bare, draw: { kind: 'formula', formula: asSource(value) } };
    reader.fail('no-draw', `the parameter \`${key.text}\` does not say how it is drawn`, value, `Write ${key.text}: { integer: [1, 9] } or { choice: [ … ] }; a fixed formula belongs under \`define\`.`);
    return undefined;
  }
  const title = `the ${what} \`${key.text}\``;
  reader.onlyKeys(value, PARAMETER_KEYS, title);
  const draw = readDraw(value, title, reader);
  const [vector, matrix] = [reader.given(value, 'vector'), reader.given(value, 'matrix')];
  if (vector && matrix) reader.fail('two-shapes', `${title} is a vector and a matrix at once`, matrix, 'Leave one of them out.');
  const dims = vector ?? matrix;
  const wanted = vector ? 1 : 2;
  if (dims && dimensionsOf(asSource(dims).text).length !== wanted) {
    reader.fail('bad-shape', `\`${dims.source.trim()}\` is no size of a ${vector ? 'vector' : 'matrix'}`, dims, vector ? 'Write vector: 3.' : 'Write matrix: 2x3.');
  }
  const is = reader.given(value, 'is');
  const not = reader.given(value, 'not');
  if (draw === undefined) return undefined;
  return {
    ...bare,
    draw,
    dims: dims === undefined ? null : asSource(dims),
    not: not === undefined ? [] : reader.items(not).map(asSource),
    is: is === undefined ? [] : readStructures(is, reader),
  };
}

function readStructures(is: SourceNode, reader: Reader): readonly SourceText[] {
  const found = reader.items(is).flatMap((item) => {
    const text = asSource(item);
    if (/^rank [1-9]\d?$/.test(text.text.trim())) return [text];
    return reader.word(text, '`is`', STRUCTURES) === undefined ? [] : [text];
  });
  return found;
}

function readDraw(map: SourceMap, title: string, reader: Reader): DrawKind | undefined {
  const kinds = DRAW_KEYS.filter((k) => lookUp(map, k) !== undefined);
  const [kind, other] = kinds;
  if (kind === undefined) {
    // A misspelt kind has been reported as an unknown key.
    const known: readonly string[] = PARAMETER_KEYS;
    const hasUnknown = map.entries.some(({ key }) => !known.includes(key.text));
    if (!hasUnknown) reader.fail('no-draw', `${title} does not say how it is drawn`, map, 'Write integer: [1, 9], number: [0, 1] with step: 0.1, choice: [ … ] or words: [ … ].');
    return undefined;
  }
  if (other !== undefined) {
    reader.fail('two-draws', `${title} is drawn in two ways, ${kind} and ${other}`, map, 'Leave one of them out.');
    return undefined;
  }
  const node = reader.given(map, kind);
  const step = reader.given(map, 'step');
  if (node === undefined) return undefined;
  if (kind === 'choice' || kind === 'words') {
    if (step) reader.fail('needless-step', `${title} takes no \`step\`: its options are listed`, step);
    return kind === 'words' ? { kind, options: reader.wordings(node, title) } : readChoice(node, title, reader);
  }
  const pair = reader.pair(node, `\`${kind}\` of ${title}`);
  if (pair === undefined) return undefined;
  const [lo, hi] = [reader.number(pair[0], `${title}, from`), reader.number(pair[1], `${title}, to`)];
  if (lo === undefined || hi === undefined) return undefined;
  if (compareRational(lo, hi) > 0) {
    reader.fail('empty-range', `${title} has an empty range: ${pair[0].text} is greater than ${pair[1].text}`, node, `Write [${pair[1].text}, ${pair[0].text}].`);
    return undefined;
  }
  if (kind === 'integer' && (lo.d !== 1n || hi.d !== 1n)) {
    reader.fail('not-whole', `${title} is whole, but its range \`${node.source.trim()}\` is not`, node, 'Write whole limits, or number: … with a step.');
    return undefined;
  }
  if (step !== undefined) {
    const size = reader.number(step, `the step of ${title}`);
    if (size !== undefined && size.n <= 0n) reader.fail('bad-step', `the step of ${title} must be positive`, step);
    if (size === undefined || size.n <= 0n) return undefined;
  }
  if (kind === 'integer') return { kind, lo: pair[0], hi: pair[1], step: step === undefined ? null : asSource(step) };
  if (step === undefined) {
    reader.fail('missing-key', `${title} needs a \`step\``, map, 'Write step: 0.1 beside it; numbers are drawn exactly.');
    return undefined;
  }
  return { kind, lo: pair[0], hi: pair[1], step: asSource(step) };
}

function readChoice(node: SourceNode, title: string, reader: Reader): DrawKind | undefined {
  const list = reader.list(node, `\`choice\` of ${title}`);
  if (list === undefined) return undefined;
  const options = list.items.map((item): ChoiceOption => {
    if (item.kind !== 'map') return { kind: 'formula', formula: asSource(item) };
    return { kind: 'table', rows: new Map(item.entries.map(({ key, value }) => [key.text, asSource(value)])) };
  });
  const tables = options.flatMap((o) => (o.kind === 'table' ? [o] : []));
  if (tables.length > 0 && tables.length < options.length) {
    reader.fail('mixed-choice', `${title} mixes formulas and tables`, list, 'Write every option as { K: …, hit: … } or none.');
  }
  const keys = [...(tables[0]?.rows.keys() ?? [])];
  for (const [k, table] of tables.entries()) {
    const lacking = keys.find((key) => !table.rows.has(key)) ?? [...table.rows.keys()].find((key) => !keys.includes(key));
    if (lacking !== undefined) {
      reader.fail('uneven-tables', `option ${k + 1} of ${title} and option 1 differ in \`${lacking}\``, list.items[k] ?? list, 'Give every option the same names.');
    }
  }
  return options.length > 0 ? { kind: 'choice', options } : undefined;
}

function readDefinition(key: SourceText, value: SourceNode, reader: Reader): TemplateDefinition | undefined {
  if (!readName(key, 'definition', reader)) return undefined;
  if (value.kind === 'map') {
    reader.fail('wrong-kind', `the definition \`${key.text}\` must be a formula`, value, 'What is drawn belongs under `parameters`.');
    return undefined;
  }
  return { name: key.text, at: key, formula: asSource(value) };
}

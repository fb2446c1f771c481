/** What is drawn: the kinds of parameters and values, their ranges, options and structures. */
import { compareRational } from '../ir/rational.ts';
import { dimensionsOf, readName } from './load-names.ts';
import type { Reader } from './schema.ts';
import { asSource } from './schema.ts';
import type { SourceMap, SourceNode, SourceText } from './source/source-node.ts';
import { lookUp } from './source/source-node.ts';
import type { ChoiceOption, DrawKind, TemplateParameter } from './template.ts';

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

const DRAW_KEYS = ['integer', 'number', 'choice', 'words'] as const;
const PARAMETER_KEYS = [...DRAW_KEYS, 'step', 'not', 'is', 'vector', 'matrix'] as const;

export function readParameter(
  key: SourceText,
  value: SourceNode,
  what: 'parameter' | 'value',
  reader: Reader,
): TemplateParameter | undefined {
  if (!readName(key, what, reader)) return undefined;
  const bare = { name: key.text, at: key, dims: null, not: [], is: [] };
  if (value.kind !== 'map') {
    if (what === 'value') return { ...bare, draw: { kind: 'formula', formula: asSource(value) } };
    reader.fail(
      'no-draw',
      `the parameter \`${key.text}\` does not say how it is drawn`,
      value,
      `Write ${key.text}: { integer: [1, 9] } or { choice: [ … ] }; a fixed formula belongs under \`define\`.`,
    );
    return undefined;
  }
  const title = `the ${what} \`${key.text}\``;
  reader.onlyKeys(value, PARAMETER_KEYS, title);
  const draw = readDraw(value, title, reader);
  const [vector, matrix] = [reader.given(value, 'vector'), reader.given(value, 'matrix')];
  if (vector && matrix)
    reader.fail('two-shapes', `${title} is a vector and a matrix at once`, matrix, 'Leave one of them out.');
  const dims = vector ?? matrix;
  const wanted = vector ? 1 : 2;
  if (dims && dimensionsOf(asSource(dims).text).length !== wanted) {
    reader.fail(
      'bad-shape',
      `\`${dims.source.trim()}\` is no size of a ${vector ? 'vector' : 'matrix'}`,
      dims,
      vector ? 'Write vector: 3.' : 'Write matrix: 2x3.',
    );
  }
  const is = reader.given(value, 'is');
  const not = reader.given(value, 'not');
  if (draw === undefined) return undefined;
  if (not && draw.kind === 'words')
    reader.fail(
      'needless-not',
      `${title} draws words; \`not\` is about numbers`,
      not,
      'Leave the word out of the list.',
    );
  if (is && what === 'parameter') checkIs(is, dims && matrix ? asSource(dims).text : null, title, reader);
  return {
    ...bare,
    draw,
    dims: dims === undefined ? null : asSource(dims),
    not: not === undefined ? [] : reader.items(not).map(asSource),
    is: is === undefined ? [] : readStructures(is, reader),
  };
}

const SQUARE = new Set<string>(STRUCTURES.filter((s) => s !== 'full rank'));

/** A structure is that of a matrix, and most of a square one. */
function checkIs(is: SourceNode, size: string | null, title: string, reader: Reader): void {
  if (size === null) {
    reader.fail(
      'is-without-matrix',
      `${title} is no matrix, so \`is\` says nothing`,
      is,
      'Write matrix: 2x2 in front, or leave `is` out.',
    );
    return;
  }
  const [rows, cols] = dimensionsOf(size);
  const square = reader.items(is).find((item) => SQUARE.has(asSource(item).text.trim()));
  if (square && rows !== cols && /^\d+$/.test(rows ?? '') && /^\d+$/.test(cols ?? ''))
    reader.fail(
      'not-square',
      `${title} is ${size.trim()}; only a square matrix is ${asSource(square).text.trim()}`,
      square,
      'Make it square, or leave `is` out.',
    );
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
    if (!hasUnknown)
      reader.fail(
        'no-draw',
        `${title} does not say how it is drawn`,
        map,
        'Write integer: [1, 9], number: [0, 1] with step: 0.1, choice: [ … ] or words: [ … ].',
      );
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
    reader.fail(
      'empty-range',
      `${title} has an empty range: ${pair[0].text} is greater than ${pair[1].text}`,
      node,
      `Write [${pair[1].text}, ${pair[0].text}].`,
    );
    return undefined;
  }
  if (kind === 'integer' && (lo.d !== 1n || hi.d !== 1n)) {
    reader.fail(
      'not-whole',
      `${title} is whole, but its range \`${node.source.trim()}\` is not`,
      node,
      'Write whole limits, or number: … with a step.',
    );
    return undefined;
  }
  if (step !== undefined) {
    const size = reader.number(step, `the step of ${title}`);
    if (size !== undefined && size.n <= 0n) reader.fail('bad-step', `the step of ${title} must be positive`, step);
    if (size === undefined || size.n <= 0n) return undefined;
  }
  if (kind === 'integer') return { kind, lo: pair[0], hi: pair[1], step: step === undefined ? null : asSource(step) };
  if (step === undefined) {
    reader.fail(
      'missing-key',
      `${title} needs a \`step\``,
      map,
      'Write step: 0.1 beside it; numbers are drawn exactly.',
    );
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
    reader.fail(
      'mixed-choice',
      `${title} mixes formulas and tables`,
      list,
      'Write every option as { K: …, hit: … } or none.',
    );
  }
  const keys = [...(tables[0]?.rows.keys() ?? [])];
  for (const [k, table] of tables.entries()) {
    const lacking =
      keys.find((key) => !table.rows.has(key)) ?? [...table.rows.keys()].find((key) => !keys.includes(key));
    if (lacking !== undefined) {
      reader.fail(
        'uneven-tables',
        `option ${k + 1} of ${title} and option 1 differ in \`${lacking}\``,
        list.items[k] ?? list,
        'Give every option the same names.',
      );
    }
  }
  return options.length > 0 ? { kind: 'choice', options } : undefined;
}

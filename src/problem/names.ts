/** Which names a template brings in, and that no two of them can be taken for each other. */
import { nearest } from '../base/nearest.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { functions } from '../ops/table.ts';
import { dimensionsOf, isPlainSpace } from './load-names.ts';
import type { Reader } from './schema.ts';
import type { SourceText } from './source/source-node.ts';
import type { Mathematics, TemplateField } from './template.ts';

/** Operators that only templates have (templates.md, 2.6). */
export const OPERATOR_NAMES = [
  'diff',
  'gradient',
  'jacobian',
  'hessian',
  'tensor_derivative',
  'at',
  'value',
  'named',
  'expand',
  'shape',
  'round',
  'eigenvalues',
  'expm',
  'rank',
  'gcd',
  'integer',
  'denominator',
  'different',
] as const;

/** Words that mean something else wherever a formula or a text names them. */
const RESERVED = new Set<string>([
  ...OPERATOR_NAMES,
  'it',
  'and',
  'or',
  'not',
  'otherwise',
  'symbols',
  'values',
  'orientation',
]);

interface Entry {
  readonly name: string;
  readonly at: SourceText;
  readonly block: string;
}

/** Refuses names that clash, and values of names that are no variables. */
export function checkNames(blocks: Mathematics, fields: readonly TemplateField[], reader: Reader): void {
  const entries: readonly Entry[] = [
    ...blocks.variables.map((v) => ({ name: v.name, at: v.at, block: 'variables' })),
    ...blocks.parameters.map((p) => ({ name: p.name, at: p.at, block: 'parameters' })),
    ...blocks.define.map((d) => ({ name: d.name, at: d.at, block: 'define' })),
    ...fields.map((f) => ({ name: f.id, at: f.at, block: 'fields' })),
  ];
  const first = new Map<string, Entry>();
  for (const entry of entries) {
    const name = normalizeName(entry.name);
    const earlier = first.get(name);
    if (earlier !== undefined) {
      const spelt = earlier.name === entry.name ? '' : ` (as \`${earlier.name}\`, which is the same name)`;
      reader.fail(
        'name-clash',
        `\`${entry.name}\` stands under \`${entry.block}\` and, in line ${earlier.at.place.line}, under \`${earlier.block}\`${spelt}`,
        entry.at,
        'Each name belongs to one of them: rename one.',
      );
    } else first.set(name, entry);
    // A box called `step` or `trace` is named without brackets, so it is never taken for the function.
    if (RESERVED.has(entry.name) || (entry.block !== 'fields' && functions.has(entry.name))) {
      reader.fail(
        'reserved-name',
        `\`${entry.name}\` is a word of the formula language`,
        entry.at,
        'Take another name.',
      );
    }
  }
  checkIndexed(blocks, first, reader);
  checkValues(blocks, reader);
  checkOrder(fields, reader);
}

/** Beside a vector `x`, `x1` would be its first entry. */
function checkIndexed(blocks: Mathematics, names: ReadonlyMap<string, Entry>, reader: Reader): void {
  const arrays = new Set(blocks.variables.filter((v) => !isPlainSpace(v.space.text)).map((v) => normalizeName(v.name)));
  for (const p of blocks.parameters) if (p.dims !== null) arrays.add(normalizeName(p.name));
  for (const [name, entry] of names) {
    const base = /^(.*\D)\d+$/.exec(name)?.[1];
    if (base !== undefined && arrays.has(base)) {
      reader.fail(
        'name-clash',
        `\`${entry.name}\` could be an entry of the array \`${base}\``,
        entry.at,
        `Rename one of them, or write the entry as ${base}[${name.slice(base.length)}].`,
      );
    }
  }
}

function checkValues(blocks: Mathematics, reader: Reader): void {
  const variables = blocks.variables.map((v) => v.name);
  const known = new Set(variables.map(normalizeName));
  for (const value of blocks.values) {
    if (known.has(normalizeName(value.name))) continue;
    const near = nearest(value.name, variables);
    const hint =
      near === undefined
        ? 'Declare it under `variables`; what is no variable belongs under `parameters`.'
        : `Did you mean \`${near}\`?`;
    reader.fail(
      'value-of-nothing',
      `\`values\` gives a number to \`${value.name}\`, which is no variable`,
      value.at,
      hint,
    );
  }
}

/** An answer may use the boxes above it, not itself or those below. */
function checkOrder(fields: readonly TemplateField[], reader: Reader): void {
  for (const [k, field] of fields.entries()) {
    if (field.answer === null || field.type === 'essay') continue;
    const used = new Set(namesIn(field.answer.text));
    for (const later of fields.slice(k)) {
      if (!used.has(later.id)) continue;
      const what = later === field ? 'itself' : `the box \`${later.id}\` below it`;
      reader.fail(
        'field-order',
        `the answer of \`${field.id}\` uses ${what}`,
        field.answer,
        later === field ? 'Name the quantity under `define`.' : 'An answer may use boxes above it: change their order.',
      );
    }
  }
}

/** Words that look like names in a formula, in order; keys of `at(f, x = …)` and calls count too. */
export function namesIn(formula: string): readonly string[] {
  return formula.match(/\p{L}[\p{L}\d]*(_[\p{L}\d]+)?/gu) ?? [];
}

/** Dimensions of variables that are letters, in order: they name sizes. */
export function sizeNames(blocks: Mathematics): readonly string[] {
  const names = blocks.variables
    .flatMap((v) => (isPlainSpace(v.space.text) ? [] : dimensionsOf(v.space.text)))
    .filter((d) => !/^\d+$/.test(d));
  return [...new Set(names)];
}

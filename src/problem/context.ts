/**
 * The names of one draw and what they stand for. Names are worked out when first asked for, in whatever order the
 * author wrote them: numbers as drawn, formulas parsed with all that was drawn put in.
 */
import { invariant, present } from '../base/invariant.ts';
import { normalizeName } from '../expr/parse/names.ts';
import {
  type Condition,
  type Declaration,
  type Macro,
  type Parsed,
  parseCondition,
  parseExpression,
  type Scope,
} from '../expr/parse/parse.ts';
import { type Node, num, type Sym, sym } from '../ir/node.ts';
import { SCALAR, type Shape, shapeOf } from '../ir/shape.ts';
import { Dependencies } from './dependencies.ts';
import { fault, parseFault } from './fault.ts';
import { LazyFormulas } from './lazy-formulas.ts';
import { dimensionsOf, isPlainSpace } from './load-names.ts';
import { sizeNames } from './names.ts';
import { readNumber } from './schema.ts';
import type { SourceText } from './source/source-node.ts';
import type { LocalText, Mathematics, TemplateParameter, TemplateVariable } from './template.ts';
import { type Derivation, resolveTensors, type TensorForm } from './tensor-form.ts';
import { textbook } from './work-out.ts';

/** What a parameter drew. */
export type Drawn =
  | { readonly kind: 'value'; readonly node: Node }
  | { readonly kind: 'option'; readonly index: number }
  | { readonly kind: 'words'; readonly index: number };

/** How a formula is read in a place: which names are left as letters. */
export interface Reading {
  /** Names of formulas that stay as they are named (`named(f)`, nodes of a trace). */
  readonly keep?: ReadonlySet<string>;
  /** Names that stand for something here alone: earlier fields, `it`. */
  readonly extra?: ReadonlyMap<string, Node>;
}

export type Operators = (context: Context) => ReadonlyMap<string, Macro>;

export class Context {
  readonly blocks: readonly Mathematics[];
  readonly variables: ReadonlyMap<string, TemplateVariable>;
  readonly functions: ReadonlyMap<string, Macro>;
  /** Which formulas are derivatives, and of what: for layouts, oracles and misconceptions. */
  readonly derivations = new Map<Node, Derivation>();
  /** Formulas that `value(…)` was asked of, and the variables whose values went in. */
  readonly valued = new Set<Node>();
  readonly valuedNames = new Set<string>();
  /** Derivatives that are read entry by entry. */
  readonly tensors = new Map<Node, TensorForm>();
  readonly #parameters: ReadonlyMap<string, TemplateParameter>;
  readonly #values: ReadonlyMap<string, TemplateParameter>;
  readonly #definitions: ReadonlyMap<string, SourceText>;
  readonly #draw: (parameter: TemplateParameter, use: 'parameter' | 'value', context: Context) => Drawn;
  readonly #drawn = new Map<string, Drawn>();
  readonly #resolved = new Map<string, Node>();
  readonly #dependencies = new Dependencies();
  readonly #formulaNames: readonly string[];
  #declarations: ReadonlyMap<string, Declaration> | null = null;

  /** @param draw draws one parameter or value; asked once for each */
  constructor(
    blocks: readonly Mathematics[],
    operators: Operators,
    draw: (parameter: TemplateParameter, use: 'parameter' | 'value', context: Context) => Drawn,
  ) {
    this.blocks = blocks;
    this.#draw = draw;
    const byName = <T extends { readonly name: string }>(
      of: (b: Mathematics) => readonly T[],
    ): ReadonlyMap<string, T> => new Map(blocks.flatMap(of).map((x) => [normalizeName(x.name), x]));
    this.variables = byName((b) => b.variables);
    this.#parameters = byName((b) => b.parameters);
    this.#values = byName((b) => b.values);
    this.#definitions = new Map(blocks.flatMap((b) => b.define).map((d) => [normalizeName(d.name), d.formula]));
    this.#formulaNames = [
      ...[...this.#parameters].flatMap(([name, p]) => (p.draw.kind === 'words' ? [] : [name, ...tableNames(name, p)])),
      ...this.#definitions.keys(),
    ];
    this.functions = operators(this);
  }

  get parameters(): ReadonlyMap<string, TemplateParameter> {
    return this.#parameters;
  }

  get values(): ReadonlyMap<string, TemplateParameter> {
    return this.#values;
  }

  get definitions(): ReadonlyMap<string, SourceText> {
    return this.#definitions;
  }

  /** What a parameter drew. */
  drawnOf(name: string): Drawn {
    return this.#drawOnce(name, present(this.#parameters.get(name), `the parameter ${name}`), 'parameter');
  }

  /** The number or array that a variable takes; null where `values` gives none. */
  valueOf(name: string): Node | null {
    const value = this.#values.get(name);
    if (value === undefined) return null;
    this.#dependencies.ask(`value of ${name}`);
    if (value.draw.kind === 'formula')
      return this.#once(`value of ${name}`, value.at, () => this.read(formulaOf(value)));
    const drawn = this.#drawOnce(`value of ${name}`, value, 'value');
    if (drawn.kind === 'value') return drawn.node;
    if (drawn.kind === 'words') throw fault('not-a-number', `\`${name}\` is given words as its value`, value.at);
    return this.#once(`value of ${name}`, value.at, () => this.read(optionOf(value, drawn.index)));
  }

  /** What this context drew for a parameter of its own; null for parameters of other blocks. */
  drawnAs(parameter: TemplateParameter, use: 'parameter' | 'value'): Drawn | null {
    const name = normalizeName(parameter.name);
    const own = (use === 'value' ? this.#values : this.#parameters).get(name);
    if (own !== parameter) return null;
    return this.#drawOnce(use === 'value' ? `value of ${name}` : name, parameter, use);
  }

  #drawOnce(key: string, parameter: TemplateParameter, use: 'parameter' | 'value'): Drawn {
    const known = this.#drawn.get(key);
    if (known) return known;
    const made = this.#guarded(`drawing ${key}`, parameter.at, () => this.#draw(parameter, use, this));
    this.#drawn.set(key, made);
    return made;
  }

  /** Forgets what was asked for from outside: what conditions use is not what the problem uses. */
  forgetAsked(): void {
    this.#dependencies.forgetOutside();
  }

  /** Parameters on which nothing asked for since depends, in order. */
  get unused(): readonly string[] {
    const reached = this.#dependencies.reached();
    return [...this.#parameters.keys()].filter((name) => !reached.has(name));
  }

  /** Whether what was asked for rests on a draw of this kind. */
  depends(isWanted: (parameter: TemplateParameter, use: 'parameter' | 'value') => boolean): boolean {
    return [...this.#dependencies.reached()].some((name) => {
      const value = name.startsWith('value of ') ? this.#values.get(name.slice('value of '.length)) : undefined;
      const parameter = this.#parameters.get(name);
      return (
        (value !== undefined && isWanted(value, 'value')) ||
        (parameter !== undefined && isWanted(parameter, 'parameter'))
      );
    });
  }

  /** The formula a name stands for, parameters put in; undefined for variables and unknown names. */
  formula(name: string): Node | undefined {
    if (!this.#formulaNames.includes(name)) return undefined;
    this.#dependencies.ask(name);
    const at = this.sourceOf(name);
    return at === null ? this.#drawnNumber(name) : this.#once(name, at, () => this.read(at));
  }

  #drawnNumber(name: string): Node | undefined {
    const drawn = this.drawnOf(name);
    return drawn.kind === 'value' ? drawn.node : undefined;
  }

  /** The source of the formula behind a name: a definition or the drawn option; null for drawn numbers. */
  sourceOf(name: string): SourceText | null {
    this.#dependencies.ask(name);
    const definition = this.#definitions.get(name);
    if (definition) return definition;
    const [base = name, column] = name.split('.');
    const parameter = this.#parameters.get(base);
    if (parameter?.draw.kind !== 'choice') return null;
    const drawn = this.drawnOf(base);
    if (drawn.kind !== 'option') return null;
    return optionOf(parameter, drawn.index, column);
  }

  /** The words a `words` parameter drew. */
  wordsOf(name: string): LocalText | null {
    const parameter = this.#parameters.get(name);
    if (parameter?.draw.kind !== 'words') return null;
    this.#dependencies.ask(name);
    const drawn = this.drawnOf(name);
    return drawn.kind === 'words' ? (parameter.draw.options[drawn.index] ?? null) : null;
  }

  #once(key: string, at: SourceText, make: () => Node): Node {
    const known = this.#resolved.get(key);
    if (known) return known;
    const made = this.#guarded(key, at, make);
    this.#resolved.set(key, made);
    return made;
  }

  #guarded<T>(key: string, at: SourceText, make: () => T): T {
    return this.#dependencies.during(key, make, (round) => {
      throw fault(
        'circle',
        `these names are defined by each other: ${round}`,
        at,
        'Write one of them without the others.',
      );
    });
  }

  /** Variables with their shapes; a size that is a parameter is the number it drew. */
  get declarations(): ReadonlyMap<string, Declaration> {
    this.#declarations ??= new Map(
      [...this.variables].map(([name, v]) => [
        name,
        { name, shape: this.#shapeOf(v), index: v.space.text === 'index' },
      ]),
    );
    return this.#declarations;
  }

  #shapeOf(variable: TemplateVariable): Shape {
    if (isPlainSpace(variable.space.text)) return SCALAR;
    const dims = dimensionsOf(variable.space.text).map((d) => this.size(d, variable.space));
    const [only] = dims;
    return shapeOf(dims.length === 1 && only !== undefined ? [only, 1] : dims);
  }

  /** A dimension: a number, the number a parameter drew, or a letter that stays one. */
  size(dim: string, at: SourceText): number | string {
    if (/^\d+$/.test(dim)) return Number(dim);
    const name = normalizeName(dim);
    const node = this.formula(name);
    if (node === undefined) return name;
    const whole = node.kind === 'num' && node.value.d === 1n && node.approx >= 1 && node.approx <= 100;
    if (!whole) throw fault('bad-size', `the size \`${dim}\` must be a whole number from 1 to 100`, at);
    return node.approx;
  }

  symbol(name: string): Sym | null {
    const d = this.declarations.get(name);
    return d === undefined ? null : sym(d.name, d.shape, d.index ?? false);
  }

  /** Numbers for the sizes that are letters, from the values that were drawn. */
  get sizes(): ReadonlyMap<string, number> {
    const sizes = new Map<string, number>();
    for (const [name, value] of this.#values) {
      const declared = this.declarations.get(name)?.shape ?? SCALAR;
      if (!declared.some((d) => typeof d === 'string')) continue;
      const shape = this.valueOf(name)?.shape ?? SCALAR;
      for (const [k, d] of declared.entries()) {
        const size = shape.length === 0 ? 1 : shape[k];
        if (typeof d !== 'string' || typeof size !== 'number') continue;
        const earlier = sizes.get(d);
        if (earlier !== undefined && earlier !== size) {
          throw fault(
            'two-sizes',
            `\`${d}\` is ${earlier} in one value and ${size} in that of \`${name}\``,
            value.at,
            'Give the values sizes that fit.',
          );
        }
        sizes.set(d, size);
      }
    }
    return sizes;
  }

  /** The names of sizes that stay letters. */
  get freeSizes(): readonly string[] {
    return this.blocks.flatMap(sizeNames).filter((n) => !this.#formulaNames.includes(normalizeName(n)));
  }

  /** Reads a formula; throws AuthorFault with the place of the mistake. */
  read(at: SourceText, reading: Reading = {}): Node {
    // Numbers first: the size of a variable may be one, and nothing can be parsed before the sizes are known.
    const written = readNumber(at.text);
    if (written !== null) return num(written, /[.eE]/.test(at.text));
    const node = this.#parsed(at, parseExpression(at.text, this.scope(reading)));
    return textbook(resolveTensors(node, this.tensors));
  }

  condition(at: SourceText, reading: Reading = {}): Condition {
    return this.#parsed(at, parseCondition(at.text, this.scope(reading)));
  }

  #parsed<T>(at: SourceText, parsed: Parsed<T>): T {
    if (parsed.ok) return parsed.value;
    throw parseFault(parsed.error, at);
  }

  scope(reading: Reading): Scope {
    const kept = [...(reading.keep ?? [])].flatMap((name): readonly (readonly [string, Declaration])[] => {
      const shape = this.formula(name)?.shape;
      return shape === undefined ? [] : [[name, { name, shape }]];
    });
    return {
      declarations: kept.length === 0 ? this.declarations : new Map([...this.declarations, ...kept]),
      mode: 'closed',
      formulas: new LazyFormulas(this, this.#formulaNames, reading),
      functions: this.functions,
    };
  }
}

const formulaOf = (p: TemplateParameter): SourceText => {
  invariant(p.draw.kind === 'formula', `${p.name} is no formula`);
  return p.draw.formula;
};

/** The source of an option, or of one column of it. */
function optionOf(p: TemplateParameter, index: number, column?: string): SourceText {
  invariant(p.draw.kind === 'choice', `${p.name} is no choice`);
  const option = present(p.draw.options[index], `option ${index} of ${p.name}`);
  if (option.kind === 'formula') return option.formula;
  const cell = column === undefined ? undefined : option.rows.get(column);
  if (cell) return cell;
  const known = [...option.rows.keys()].map((k) => `${p.name}.${k}`).join(', ');
  throw fault('table-without-column', `\`${p.name}\` is a table, not a formula`, p.at, `Write one of ${known}.`);
}

function tableNames(name: string, p: TemplateParameter): readonly string[] {
  if (p.draw.kind !== 'choice') return [];
  const [first] = p.draw.options;
  return first?.kind === 'table' ? [...first.rows.keys()].map((k) => `${name}.${k}`) : [];
}

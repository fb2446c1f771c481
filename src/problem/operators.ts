/** The operators that templates have beyond the students' language (templates.md, 2.6), as macros of the parser. */
import { DeriveError, derive, numeratorShape } from '../calculus/derive.ts';
import { evaluate } from '../expr/evaluate.ts';
import type { Macro, MacroReader } from '../expr/parse/parse.ts';
import type { Syntax } from '../expr/parse/syntax.ts';
import { bindSizes, substitute, substituteRaw, unroll } from '../expr/rewrite.ts';
import { int, type Node, num, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { ShapeError } from '../ir/op.ts';
import { type Rational, rational } from '../ir/rational.ts';
import { concrete, sameShape, showShape } from '../ir/shape.ts';
import type { Context } from './context.ts';
import { rankOf } from './exact-matrix.ts';
import { expand } from './expand.ts';
import { eigenvalues, exponentialOf } from './spectrum.ts';
import { resolveTensors } from './tensor-form.ts';
import { exactMatrix, textbook, workOut } from './work-out.ts';

export function operatorsOf(context: Context): ReadonlyMap<string, Macro> {
  const macros: readonly Macro[] = [
    macro('diff', 2, 4, (args, read) => {
      const [f, ...names] = args;
      const wrt = names.map((name) => variable(name, read, context));
      const value = read.read(present(f, read, args));
      if (wrt.length === 1) return differentiate(value, wrt, 1, args, read, context);
      return wrt.reduce((d, x) => differentiate(d, [x], 1, args, read, context), value);
    }),
    ...(['gradient', 'jacobian'] as const).map((name) =>
      macro(name, 2, 2, (args, read) =>
        differentiate(first(args, read, context), variables(args, read, context), 1, args, read, context),
      ),
    ),
    macro('hessian', 2, 2, (args, read) =>
      differentiate(first(args, read, context), variables(args, read, context), 2, args, read, context),
    ),
    macro('tensor_derivative', 2, 2, (args, read) => tensor(args, read, context)),
    macro('at', 2, 20, (args, read) => putIn(args, read, context)),
    macro('value', 1, 1, (args, read) => evaluated(first(args, read, context), args, read, context)),
    macro('named', 1, 1, (args, read) => named(args, read, context)),
    macro('expand', 1, 1, (args, read) => expand(first(args, read, context))),
    // A shape is asked of a value; the box compares with the shape of whatever stands here.
    macro('shape', 1, 1, (args, read) => first(args, read, context)),
    macro('round', 2, 2, (args, read) => rounded(args, read, context)),
    macro('eigenvalues', 1, 1, (args, read) => {
      const values = eigenvalues(workOut(first(args, read, context)));
      return values ?? fail(args, read, 'the eigenvalues are not rational, or this is no square matrix of numbers');
    }),
    macro('expm', 1, 1, (args, read) => {
      const value = exponentialOf(workOut(first(args, read, context)));
      return (
        value ??
        fail(
          args,
          read,
          'the matrix exponential is worked out for number matrices with rational eigenvalues, times a scalar',
        )
      );
    }),
    macro('rank', 1, 1, (args, read) => {
      const matrix = exactMatrix(workOut(first(args, read, context)));
      return matrix === null ? fail(args, read, 'the rank is that of a matrix of numbers') : int(rankOf(matrix));
    }),
    macro('gcd', 2, 20, (args, read) => {
      const values = args.map((a) => wholeNumber(a, read));
      return num(rational(values.reduce(greatestDivisor)));
    }),
    macro('denominator', 1, 1, (args, read) => num(rational(exactNumber(args[0], args, read).d))),
  ];
  return new Map(macros.map((m) => [m.name, m]));
}

const macro = (name: string, min: number, max: number, expand: Macro['expand']): Macro => ({
  name,
  arity: { min, max },
  expand,
});

function fail(args: readonly Syntax[], read: MacroReader, message: string, hint?: string): never {
  return read.fail(args[0] ?? { kind: 'name', name: '', from: 0, to: 0 }, message, hint);
}

const present = (arg: Syntax | undefined, read: MacroReader, args: readonly Syntax[]): Syntax =>
  arg ?? fail(args, read, 'an argument is missing');

/** The first argument, entries of tensors already written out. */
const first = (args: readonly Syntax[], read: MacroReader, context: Context): Node =>
  resolveTensors(read.read(present(args[0], read, args)), context.tensors);

/** A variable to differentiate in. */
function variable(arg: Syntax, read: MacroReader, context: Context): Sym {
  const found = arg.kind === 'name' ? context.symbol(arg.name) : null;
  if (found) return found;
  const names = [...context.variables.keys()].join(', ');
  return read.fail(
    arg,
    `\`${read.source(arg)}\` is no variable to differentiate in`,
    names === '' ? 'Declare one under `variables`.' : `The variables are ${names}.`,
  );
}

/** One name, or a tuple of names. */
function variables(args: readonly Syntax[], read: MacroReader, context: Context): readonly Sym[] {
  const names = present(args[1], read, args);
  return names.kind === 'tuple' ? names.items.map((n) => variable(n, read, context)) : [variable(names, read, context)];
}

function differentiate(
  of: Node,
  wrt: readonly Sym[],
  order: 1 | 2,
  args: readonly Syntax[],
  read: MacroReader,
  context: Context,
): Node {
  try {
    const d = derive(of, wrt, { order, layout: 'numerator' });
    if (d.indices !== null) {
      fail(
        args,
        read,
        `this derivative has order ${d.shape.length} and only an index form`,
        'Write tensor_derivative(…) under `define` and name its indices: T[p, q, i, j].',
      );
    }
    const node = textbook(d.node);
    context.derivations.set(node, { of, wrt, order, atValues: false });
    return node;
  } catch (error) {
    if (error instanceof DeriveError) return fail(args, read, error.message);
    throw error;
  }
}

/** A derivative of any order of tensor: its literal where the sizes are numbers, else a name to be indexed. */
function tensor(args: readonly Syntax[], read: MacroReader, context: Context): Node {
  const of = first(args, read, context);
  const wrt = variable(present(args[1], read, args), read, context);
  const shape = numeratorShape(of.shape, [wrt], 1);
  const node =
    concrete(shape) === null
      ? sym(`d${context.tensors.size + 1}/d${wrt.name}`, shape)
      : textbook(derive(of, [wrt]).node);
  context.tensors.set(node, { of, wrt });
  context.derivations.set(node, { of, wrt: [wrt], order: 1, atValues: false });
  return node;
}

function putIn(args: readonly Syntax[], read: MacroReader, context: Context): Node {
  const f = first(args, read, context);
  const values = new Map<string, Node>();
  for (const arg of args.slice(1)) {
    if (arg.kind !== 'relation' || arg.sign !== '=' || arg.left.kind !== 'name') {
      read.fail(arg, '`at` puts values in for names', 'Write at(f, x = 2, y = g).');
    }
    const declared = read.scope.declarations.get(arg.left.name);
    if (declared === undefined)
      read.fail(arg.left, `\`${arg.left.name}\` is no variable`, 'Only variables can be put in for.');
    const value = read.read(arg.right, declared.shape);
    if (!sameShape(value.shape, declared.shape)) {
      read.fail(
        arg.right,
        `\`${arg.left.name}\` is ${showShape(declared.shape)}, what is put in is ${showShape(value.shape)}`,
      );
    }
    values.set(arg.left.name, value);
  }
  return textbook(substituteRaw(f, values));
}

function evaluated(f: Node, args: readonly Syntax[], read: MacroReader, context: Context): Node {
  try {
    const node = atValues(f, context);
    const derivation = context.derivations.get(f);
    if (derivation) context.derivations.set(node, { ...derivation, atValues: true });
    return node;
  } catch (error) {
    if (error instanceof ShapeError || error instanceof RangeError)
      return fail(args, read, `there is no value here: ${error.message}`);
    throw error;
  }
}

/** A formula at the drawn values, worked out exactly; names without a value stay. */
export function atValues(f: Node, context: Context): Node {
  context.valued.add(f);
  const values = new Map<string, Node>();
  const sized = unroll(bindSizes(f, context.sizes));
  for (const s of symbolsOf(sized)) {
    const value = context.valueOf(s.name);
    if (value === null) continue;
    if (!sameShape(value.shape, s.shape)) {
      throw new RangeError(`the value of ${s.name} is ${showShape(value.shape)}, not ${showShape(s.shape)}`);
    }
    context.valuedNames.add(s.name);
    values.set(s.name, value);
  }
  return workOut(substitute(sized, values));
}

/** The formula behind a name with the names it is built from. */
function named(args: readonly Syntax[], read: MacroReader, context: Context): Node {
  const arg = present(args[0], read, args);
  const source = arg.kind === 'name' ? context.sourceOf(arg.name) : null;
  if (source === null) return read.read(arg);
  const keep = new Set(
    [...(read.scope.formulas?.keys() ?? [])].filter((name) => (context.formula(name)?.mask ?? 0) !== 0),
  );
  return context.read(source, { keep });
}

function exactNumber(arg: Syntax | undefined, args: readonly Syntax[], read: MacroReader): Rational {
  const value = workOut(read.read(present(arg, read, args)));
  return value.kind === 'num' ? value.value : fail(args, read, 'a whole number or fraction is needed here');
}

function wholeNumber(arg: Syntax, read: MacroReader): bigint {
  const value = exactNumber(arg, [arg], read);
  return value.d === 1n ? value.n : read.fail(arg, 'a whole number is needed here');
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : greatestDivisor(b, a % b);
}

/** To so many decimals, halves away from zero as at school. */
function rounded(args: readonly Syntax[], read: MacroReader, context: Context): Node {
  const value = workOut(first(args, read, context));
  const places = exactNumber(args[1], args, read);
  if (places.d !== 1n || places.n < 0n || places.n > 12n)
    fail(args, read, 'the second argument of round is a number of decimals');
  const scale = 10n ** places.n;
  if (value.kind === 'num') return num(rational(roundHalfAway(value.value.n * scale, value.value.d), scale), true);
  if (value.mask !== 0)
    return fail(args, read, 'only numbers can be rounded', 'Put values in first: round(value(f), 2).');
  const approx = evaluate(value, new Map()).data[0] ?? Number.NaN;
  if (!Number.isFinite(approx)) return fail(args, read, 'this number does not exist');
  return num(rational(BigInt(Math.sign(approx)) * BigInt(Math.round(Math.abs(approx) * Number(scale))), scale), true);
}

function roundHalfAway(n: bigint, d: bigint): bigint {
  const size = n < 0n ? -n : n;
  const whole = (2n * size + d) / (2n * d);
  return n < 0n ? -whole : whole;
}

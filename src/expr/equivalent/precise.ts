/** Evaluation at one point with many digits and error bounds, for what doubles cannot settle. */
import type { Apply, Node } from '../../ir/node.ts';
import { concrete, entryCount } from '../../ir/shape.ts';
import { entryMap } from '../../ops/kernels.ts';
import { type Ball, type BallArithmetic, isBall, magnitude, type Precise } from './ball.ts';
import { arrayRules } from './precise-arrays.ts';
import { negative, ONE, product, quotient, type Real, squareRoot, sum, toDouble } from './real.ts';
import { acosOf, asinOf, expOf, piOf, TooLarge } from './transcendental.ts';

/** Values of one point: entries row-major. */
export type PointValues = ReadonlyMap<string, readonly Precise[]>;

/** Thrown where there is no rule or the expression is too long: the caller goes on without. */
export class NotPrecise extends Error {
  constructor(what: string) {
    super(`no precise value of ${what}`);
    this.name = 'NotPrecise';
  }
}

const LIMIT_NODES = 600;

/** The entries of each root at a point. Throws NotPrecise. */
export function evaluatePrecise(
  ctx: BallArithmetic,
  roots: readonly Node[],
  point: PointValues,
): readonly (readonly Precise[])[] {
  const done = new Map<Node, readonly Precise[]>();
  const visit = (n: Node): readonly Precise[] => {
    const known = done.get(n);
    if (known) return known;
    if (done.size > LIMIT_NODES) throw new NotPrecise('a long expression');
    let out: readonly Precise[];
    if (n.kind === 'num') out = [ctx.fraction(n.value.n, n.value.d)];
    else if (n.kind === 'sym') {
      const given = point.get(n.name);
      if (given === undefined) throw new NotPrecise(n.name);
      out = given;
    } else out = applied(ctx, n, n.args.map(visit));
    done.set(n, out);
    return out;
  };
  return roots.map(visit);
}

function applied(ctx: BallArithmetic, n: Apply, args: readonly (readonly Precise[])[]): readonly Precise[] {
  const scalar = scalarRules.get(n.op.name);
  if (scalar) return elementwise(ctx, n, args, scalar);
  const rule = arrayRules.get(n.op.name);
  if (!rule) throw new NotPrecise(n.op.name);
  try {
    return rule(ctx, args, n);
  } catch (error) {
    if (error instanceof TooLarge)
      return Array.from({ length: entryCount(concrete(n.shape) ?? []) }, (): Precise => 'unknown');
    throw error;
  }
}

type ScalarRule = (ctx: BallArithmetic, args: readonly Ball[]) => Precise;

function elementwise(
  ctx: BallArithmetic,
  n: Apply,
  args: readonly (readonly Precise[])[],
  rule: ScalarRule,
): readonly Precise[] {
  if (args.every((a) => a.length === 1))
    return [
      one(
        ctx,
        args.map((a) => a[0] as Precise),
        rule,
      ),
    ];
  const shape = concrete(n.shape) ?? [];
  const maps = n.args.map((a) => entryMap(concrete(a.shape) ?? [], shape));
  return Array.from({ length: entryCount(shape) }, (_, e) =>
    one(
      ctx,
      args.map((a, k) => a[maps[k]?.[e] ?? (maps[k] === null ? e : 0)] as Precise),
      rule,
    ),
  );
}

function one(ctx: BallArithmetic, args: readonly Precise[], rule: ScalarRule): Precise {
  const balls: Ball[] = [];
  let bad: 'undefined' | 'unknown' | null = null;
  for (const a of args) {
    if (isBall(a)) balls.push(a);
    else if (bad !== 'undefined') bad = a;
  }
  if (bad !== null) return bad;
  try {
    return rule(ctx, balls);
  } catch (error) {
    if (error instanceof TooLarge) return 'unknown';
    throw error;
  }
}

const unary =
  (rule: (ctx: BallArithmetic, a: Ball) => Precise): ScalarRule =>
  (ctx, args) =>
    rule(ctx, args[0] as Ball);

const fold =
  (rule: (ctx: BallArithmetic, a: Ball, b: Ball) => Precise): ScalarRule =>
  (ctx, args) => {
    let acc: Precise = args[0] as Ball;
    for (let i = 1; i < args.length && isBall(acc); i += 1) acc = rule(ctx, acc, args[i] as Ball);
    return acc;
  };

/** Chains a ball through steps that may each leave the reals. */
export function chain(start: Precise, ...steps: readonly ((a: Ball) => Precise)[]): Precise {
  let acc = start;
  for (const step of steps) {
    if (!isBall(acc)) return acc;
    acc = step(acc);
  }
  return acc;
}

const tangent = (ctx: BallArithmetic, a: Ball): Precise => {
  const s = ctx.sin(a);
  return chain(
    ctx.cos(a),
    (c) => ctx.inverse(c),
    (i) => (isBall(s) ? ctx.mul(s, i) : s),
  );
};

const sigmoid = (ctx: BallArithmetic, a: Ball): Precise =>
  chain(
    ctx.exp(ctx.neg(a)),
    (x) => ctx.add(ctx.one, x),
    (x) => ctx.inverse(x),
  );

const softplus = (ctx: BallArithmetic, a: Ball): Precise =>
  toDouble(a.v) > 2 * ctx.bits
    ? ctx.finish(a.v, Math.max(a.e, -ctx.bits))
    : chain(
        ctx.exp(a),
        (x) => ctx.add(ctx.one, x),
        (x) => ctx.log(x),
      );

const logarithm =
  (base: number): ScalarRule =>
  (ctx, args) =>
    chain(ctx.log(args[0] as Ball), (l) =>
      ctx.mul(
        l,
        chain(
          ctx.number(base),
          (b) => ctx.log(b),
          (b) => ctx.inverse(b),
        ) as Ball,
      ),
    );

/** erf by the all-positive series e^(−x²)·Σ 2ⁿx^(2n+1)/(2n+1)!! (DLMF 7.6.2), whose terms do not cancel. */
function erf(ctx: BallArithmetic, a: Ball): Precise {
  const w = ctx.bits + 32;
  const size = Math.abs(toDouble(a.v));
  if (size > 40) return { v: a.v.m < 0n ? negative(ONE) : ONE, e: -2000 };
  const square = product(a.v, a.v, w);
  let term: Real = a.v;
  let total: Real = a.v;
  for (let n = 1; n < 20_000 && term.m !== 0n && magnitude(term) > magnitude(total) - w; n += 1) {
    term = quotient(product(term, { m: square.m, x: square.x + 1 }, w), { m: BigInt(2 * n + 1), x: 0 }, w);
    total = sum(total, term, w);
  }
  const front = quotient(expOf(negative(square), w), squareRoot(piOf(w), w), w);
  return ctx.finish(product({ m: total.m, x: total.x + 1 }, front, ctx.bits), a.e + 0.2);
}

const half: Ball = { v: { m: 1n, x: -1 }, e: Number.NEGATIVE_INFINITY };
const gelu = (ctx: BallArithmetic, a: Ball): Precise =>
  chain(
    ctx.sqrt(half),
    (r) => ctx.mul(a, r),
    (s) => erf(ctx, s),
    (x) => ctx.add(ctx.one, x),
    (x) => ctx.mul(half, x),
    (x) => ctx.mul(a, x),
  );

const jump =
  (below: number, at: number | null, above: number): ScalarRule =>
  (ctx, args) => {
    const s = ctx.sign(args[0] as Ball);
    if (s === 2) return 'unknown';
    const value = s < 0 ? below : s > 0 ? above : at;
    return value === null ? 'undefined' : ctx.number(value);
  };

/** Operations on numbers, entry by entry on arrays. A Map: names come from nodes. */
const scalarRules: ReadonlyMap<string, ScalarRule> = new Map<string, ScalarRule>([
  ['add', fold((ctx, a, b) => ctx.add(a, b))],
  ['mul', fold((ctx, a, b) => ctx.mul(a, b))],
  ['hadamard', fold((ctx, a, b) => ctx.mul(a, b))],
  ['pow', (ctx, [b, x]) => ctx.realPower(b as Ball, x as Ball)],
  ['exp', unary((ctx, a) => ctx.exp(a))],
  ['log', unary((ctx, a) => ctx.log(a))],
  ['log2', logarithm(2)],
  ['log10', logarithm(10)],
  ['sin', unary((ctx, a) => ctx.sin(a))],
  ['cos', unary((ctx, a) => ctx.cos(a))],
  ['tan', unary(tangent)],
  ['asin', unary((ctx, a) => ctx.arc(a, asinOf))],
  ['acos', unary((ctx, a) => ctx.arc(a, acosOf))],
  ['atan', unary((ctx, a) => ctx.atan(a))],
  ['sinh', unary((ctx, a) => ctx.hyperbolic(a, 'sinh'))],
  ['cosh', unary((ctx, a) => ctx.hyperbolic(a, 'cosh'))],
  ['tanh', unary((ctx, a) => ctx.hyperbolic(a, 'tanh'))],
  ['cbrt', unary((ctx, a) => ctx.cbrt(a))],
  ['abs', unary((ctx, a) => ctx.abs(a))],
  ['sign', jump(-1, 0, 1)],
  ['step', jump(0, null, 1)],
  [
    'relu',
    unary((ctx, a) => (a.v.m < 0n ? { v: ctx.zero.v, e: magnitude(a.v) > a.e ? Number.NEGATIVE_INFINITY : a.e } : a)),
  ],
  ['max', fold((ctx, a, b) => ctx.extremum(a, b, true))],
  ['min', fold((ctx, a, b) => ctx.extremum(a, b, false))],
  ['sigmoid', unary(sigmoid)],
  ['softplus', unary(softplus)],
  ['erf', unary(erf)],
  ['gelu', unary(gelu)],
]);

/** Constants and array operations with many digits. */
import type { Apply } from '../../ir/node.ts';
import { concrete } from '../../ir/shape.ts';
import { type Ball, type BallArithmetic, isBall, magnitude, type Precise } from './ball.ts';
import { toDouble } from './real.ts';
import { piOf } from './transcendental.ts';

type Entries = readonly Precise[];
type Rule = (ctx: BallArithmetic, args: readonly Entries[], node: Apply) => Entries;

const shapeOfArg = (node: Apply, i: number): readonly number[] => {
  const a = node.args[i];
  return a === undefined ? [] : (concrete(a.shape) ?? []);
};

const both = (a: Precise, b: Precise, f: (a: Ball, b: Ball) => Precise): Precise => {
  if (isBall(a) && isBall(b)) return f(a, b);
  return a === 'undefined' || b === 'undefined' ? 'undefined' : 'unknown';
};
const single = (a: Precise, f: (a: Ball) => Precise): Precise => (isBall(a) ? f(a) : a);

const sum = (ctx: BallArithmetic, xs: Entries): Precise =>
  xs.reduce((s, x) => both(s, x, (a, b) => ctx.add(a, b)), ctx.zero as Precise);
const times = (ctx: BallArithmetic, a: Precise, b: Precise): Precise => both(a, b, (x, y) => ctx.mul(x, y));
const minus = (ctx: BallArithmetic, a: Precise, b: Precise): Precise => both(a, b, (x, y) => ctx.add(x, ctx.neg(y)));
const quotient = (ctx: BallArithmetic, a: Precise, b: Precise): Precise =>
  times(
    ctx,
    a,
    single(b, (x) => ctx.inverse(x)),
  );

const constant =
  (make: (ctx: BallArithmetic) => Precise): Rule =>
  (ctx) => [make(ctx)];

const filled =
  (value: (ctx: BallArithmetic, row: number, col: number) => Precise): Rule =>
  (ctx, _args, node) => {
    const shape = concrete(node.shape) ?? [];
    const cols = shape[1] ?? 1;
    const count = shape.reduce((n, d) => n * d, 1);
    return Array.from({ length: count }, (_, e) => value(ctx, Math.floor(e / cols), e % cols));
  };

function product(ctx: BallArithmetic, a: Entries, b: Entries, m: number, k: number, n: number): Entries {
  return Array.from({ length: m * n }, (_, e) => {
    const [i, j] = [Math.floor(e / n), e % n];
    return sum(
      ctx,
      Array.from({ length: k }, (_x, l) => times(ctx, a[i * k + l] as Precise, b[l * n + j] as Precise)),
    );
  });
}

const matmul: Rule = (ctx, args, node) => {
  const sizes = (i: number): readonly [number, number] => {
    const s = shapeOfArg(node, i);
    if (s.length === 2) return [s[0] as number, s[1] as number];
    return i === 0 ? [1, s[0] ?? 1] : [s[0] ?? 1, 1];
  };
  const [m, first] = sizes(0);
  let k = first;
  let acc = args[0] as Entries;
  for (let i = 1; i < args.length; i += 1) {
    const n = sizes(i)[1];
    acc = product(ctx, acc, args[i] as Entries, m, k, n);
    k = n;
  }
  return acc;
};

const transpose: Rule = (_ctx, [a], node) => {
  const [m = 1, n = 1] = shapeOfArg(node, 0);
  return shapeOfArg(node, 0).length < 2
    ? (a as Entries)
    : Array.from({ length: m * n }, (_, e) => (a as Entries)[(e % m) * n + Math.floor(e / m)] as Precise);
};

/** Gauss–Jordan with the largest pivot: determinant and inverse in one pass; null inverse when singular. */
function eliminate(ctx: BallArithmetic, entries: Entries, n: number): { det: Precise; inverse: Entries | null } {
  const rows = Array.from({ length: n }, (_, i) => [
    ...entries.slice(i * n, (i + 1) * n),
    ...Array.from({ length: n }, (_x, j): Precise => (i === j ? ctx.one : ctx.zero)),
  ]);
  let det: Precise = ctx.one;
  for (let c = 0; c < n; c += 1) {
    let best = c;
    for (let r = c; r < n; r += 1) {
      const [x, y] = [rows[r]?.[c] as Precise, rows[best]?.[c] as Precise];
      if (isBall(x) && isBall(y) && magnitude(x.v) > magnitude(y.v)) best = r;
    }
    const pivotRow = rows[best] as Precise[];
    if (best !== c) {
      rows[best] = rows[c] as Precise[];
      rows[c] = pivotRow;
      det = single(det, (d) => ctx.neg(d));
    }
    const pivot = pivotRow[c] as Precise;
    det = times(ctx, det, pivot);
    const inverse = single(pivot, (p) => ctx.inverse(p));
    if (!isBall(inverse)) return { det: inverse === 'undefined' ? ctx.zero : inverse, inverse: null };
    const scaled = pivotRow.map((x) => times(ctx, x, inverse));
    rows[c] = scaled;
    for (let r = 0; r < n; r += 1) {
      if (r === c) continue;
      const factor = rows[r]?.[c] as Precise;
      rows[r] = (rows[r] as Precise[]).map((x, j) => minus(ctx, x, times(ctx, factor, scaled[j] as Precise)));
    }
  }
  return { det, inverse: rows.flatMap((r) => r.slice(n)) };
}

const inverse: Rule = (ctx, [a], node) => {
  const n = shapeOfArg(node, 0)[0] ?? 1;
  const { det, inverse: out } = eliminate(ctx, a as Entries, n);
  return out ?? Array.from({ length: n * n }, (): Precise => (isBall(det) ? 'undefined' : det));
};

const matpow: Rule = (ctx, [a], node) => {
  const n = shapeOfArg(node, 0)[0] ?? 1;
  const k = node.args[1]?.kind === 'num' ? node.args[1].approx : 1;
  let acc = a as Entries;
  for (let i = 1; i < k; i += 1) acc = product(ctx, acc, a as Entries, n, n, n);
  return acc;
};

const norm: Rule = (ctx, [a]) => [
  single(
    sum(
      ctx,
      (a as Entries).map((x) => times(ctx, x, x)),
    ),
    (s) => ctx.sqrt(s),
  ),
];
const absolute = (ctx: BallArithmetic, x: Precise): Precise => single(x, (b) => ctx.abs(b));
const largest = (ctx: BallArithmetic, xs: Entries): Precise =>
  xs.reduce((m, x) => both(m, x, (a, b) => ctx.extremum(a, b, true)));

const softmax: Rule = (ctx, [a]) => {
  const top = largest(ctx, a as Entries);
  const weights = (a as Entries).map((x) => single(minus(ctx, x, top), (d) => ctx.exp(d)));
  const total = sum(ctx, weights);
  return weights.map((w) => quotient(ctx, w, total));
};

const logsumexp: Rule = (ctx, [a]) => {
  const top = largest(ctx, a as Entries);
  const total = sum(
    ctx,
    (a as Entries).map((x) => single(minus(ctx, x, top), (d) => ctx.exp(d))),
  );
  return [
    both(
      single(total, (t) => ctx.log(t)),
      top,
      (l, t) => ctx.add(l, t),
    ),
  ];
};

const diag: Rule = (ctx, [a], node) => {
  const [m = 1, n = 1] = shapeOfArg(node, 0);
  const entries = a as Entries;
  if (m !== 1 && n !== 1 && shapeOfArg(node, 0).length === 2)
    return Array.from({ length: Math.min(m, n) }, (_, i) => entries[i * n + i] as Precise);
  const size = entries.length;
  return Array.from({ length: size * size }, (_, e) =>
    e % (size + 1) === 0 ? (entries[Math.floor(e / size)] as Precise) : ctx.zero,
  );
};

const kron: Rule = (ctx, [a, b], node) => {
  const [am = 1, an = 1] = shapeOfArg(node, 0);
  const [bm = 1, bn = 1] = shapeOfArg(node, 1);
  return Array.from({ length: am * bm * an * bn }, (_, e) => {
    const [i, j] = [Math.floor(e / (an * bn)), e % (an * bn)];
    const left = (a as Entries)[Math.floor(i / bm) * an + Math.floor(j / bn)] as Precise;
    return times(ctx, left, (b as Entries)[(i % bm) * bn + (j % bn)] as Precise);
  });
};

const vec: Rule = (_ctx, [a], node) => {
  const [m = 1, n = 1] = shapeOfArg(node, 0);
  return Array.from({ length: m * n }, (_, e) => (a as Entries)[(e % m) * n + Math.floor(e / m)] as Precise);
};

const wholeOf = (x: Precise | undefined): number => (x !== undefined && isBall(x) ? toDouble(x.v) : Number.NaN);

const index: Rule = (_ctx, args, node) => {
  const shape = shapeOfArg(node, 0);
  const vector = args.length === 2;
  let at = 0;
  for (let k = 1; k < args.length; k += 1) {
    const size = vector ? Math.max(...shape) : (shape[k - 1] ?? 1);
    const i = wholeOf(args[k]?.[0]) - 1;
    if (!Number.isInteger(i) || i < 0 || i >= size) return ['undefined'];
    at = at * size + i;
  }
  return [(args[0] as Entries)[at] as Precise];
};

export const arrayRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['pi', constant((ctx) => ctx.finish(piOf(ctx.bits), Number.NEGATIVE_INFINITY))],
  ['e', constant((ctx) => ctx.exp(ctx.one))],
  ['DNE', constant(() => 'undefined')],
  ['eye', filled((ctx, i, j) => (i === j ? ctx.one : ctx.zero))],
  ['zeros', filled((ctx) => ctx.zero)],
  ['ones', filled((ctx) => ctx.one)],
  [
    'unit',
    (ctx, [k], node) => filled((c, i) => (wholeOf((k as Entries)[0]) === i + 1 ? c.one : c.zero))(ctx, [], node),
  ],
  ['delta', (ctx, [i, j]) => [wholeOf(i?.[0]) === wholeOf(j?.[0]) ? ctx.one : ctx.zero]],
  ['grid', (_ctx, args) => args.map((a) => a[0] as Precise)],
  ['tuple', (_ctx, args) => args.map((a) => a[0] as Precise)],
  ['index', index],
  ['matmul', matmul],
  ['matpow', matpow],
  ['transpose', transpose],
  [
    'trace',
    (ctx, [a], node) => {
      const n = shapeOfArg(node, 0)[0] ?? 1;
      return [
        sum(
          ctx,
          (a as Entries).filter((_, e) => e % (n + 1) === 0),
        ),
      ];
    },
  ],
  ['det', (ctx, [a], node) => [eliminate(ctx, a as Entries, shapeOfArg(node, 0)[0] ?? 1).det]],
  ['inv', inverse],
  ['sum', (ctx, [a]) => [sum(ctx, a as Entries)]],
  ['mean', (ctx, [a]) => [quotient(ctx, sum(ctx, a as Entries), ctx.number((a as Entries).length))]],
  ['norm', norm],
  [
    'norm1',
    (ctx, [a]) => [
      sum(
        ctx,
        (a as Entries).map((x) => absolute(ctx, x)),
      ),
    ],
  ],
  [
    'norminf',
    (ctx, [a]) => [
      largest(
        ctx,
        (a as Entries).map((x) => absolute(ctx, x)),
      ),
    ],
  ],
  ['softmax', softmax],
  ['logsumexp', logsumexp],
  ['diag', diag],
  ['kron', kron],
  ['vec', vec],
]);

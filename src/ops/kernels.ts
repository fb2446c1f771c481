/**
 * Numeric kernels shared by the operation records: batched loops over entries × sample points, and the
 * running error bounds that go with them (Higham, Accuracy and Stability of Numerical Algorithms, ch. 3).
 */
import type { ErrorKernel, Kernel, Layout } from '../ir/op.ts';
import { entryCount } from '../ir/shape.ts';

/** Unit roundoff of doubles. Elementary functions of the runtime are taken as good to two of these. */
export const UNIT = 2 ** -53;

/**
 * For every entry of the result the entry of the argument it reads, or null when they run in step.
 * A scalar goes everywhere; a row or column goes along the other axis.
 */
export function entryMap(arg: readonly number[], out: readonly number[]): Int32Array | null {
  const n = entryCount(out);
  const m = entryCount(arg);
  if (m === n) return null;
  const map = new Int32Array(n);
  if (m === 1) return map;
  const cols = out[1] ?? 1;
  const alongRows = arg[0] !== 1;
  for (let e = 0; e < n; e += 1) map[e] = alongRows ? Math.floor(e / cols) : e % cols;
  return map;
}

/** Offset of the argument's values for entry e. */
const offset = (map: Int32Array | null, e: number, points: number): number =>
  (map === null ? e : (map[e] ?? 0)) * points;

/** out = f(x) entry by entry. */
export const mapKernel =
  (f: (x: number) => number): Kernel =>
  (out, args) => {
    const x = args[0] as Float64Array;
    for (let i = 0; i < out.length; i += 1) out[i] = f(x[i] as number);
  };

/** Rounding of the runtime's elementary functions, in units of 2^-53: they are good to within two of their own. */
export const ownRounding = (_x: number, y: number): number => 3 * Math.abs(y);

/**
 * Where the argument is known so badly that the tangent says nothing of the function (exp(x ± 64)), nothing is known of
 * the value either. Up to there the second order adds less than a hundredth of a percent.
 */
const LARGE = 1e-4;
const SECOND_ORDER = 1.0001;
const isLarge = (argument: number, moved: number, y: number): boolean =>
  argument > LARGE && moved > LARGE * Math.abs(y);

/** Error of f(x): |f'(x)|·err + rounding (in units of 2^-53). A bound that spans a kink or pole shows as a large slope. */
export const mapError =
  (slope: (x: number, y: number) => number, rounding: (x: number, y: number) => number): ErrorKernel =>
  (outErr, out, args, argErrs) => {
    const x = args[0] as Float64Array;
    const e = argErrs[0] as Float64Array;
    for (let i = 0; i < out.length; i += 1) {
      const y = out[i] as number;
      const from = e[i] as number;
      const d = from === 0 ? 0 : Math.abs(slope(x[i] as number, y)) * from;
      outErr[i] = isLarge(from, d, y)
        ? Number.POSITIVE_INFINITY
        : SECOND_ORDER * d + UNIT * rounding(x[i] as number, y);
    }
  };

/** out = combine over all arguments, entry by entry, each argument broadcast to the result. */
export const foldKernel =
  (combine: (a: number, b: number) => number): Kernel =>
  (out, args, { points, shape, argShapes }) => {
    const entries = entryCount(shape);
    for (let k = 0; k < args.length; k += 1) {
      const arg = args[k] as Float64Array;
      const map = entryMap(argShapes[k] as readonly number[], shape);
      for (let e = 0; e < entries; e += 1) {
        const from = offset(map, e, points);
        const to = e * points;
        if (k === 0) for (let p = 0; p < points; p += 1) out[to + p] = arg[from + p] as number;
        else for (let p = 0; p < points; p += 1) out[to + p] = combine(out[to + p] as number, arg[from + p] as number);
      }
    }
  };

export const sumKernel: Kernel = (out, args, layout) => {
  const first = args[0] as Float64Array;
  if (args.some((a) => a.length !== out.length)) return foldKernel((a, b) => a + b)(out, args, layout);
  out.set(first);
  for (let k = 1; k < args.length; k += 1) {
    const arg = args[k] as Float64Array;
    for (let i = 0; i < out.length; i += 1) out[i] = (out[i] as number) + (arg[i] as number);
  }
};

let scratchPad = new Float64Array(1024);

/** Room for n running values, reused between calls: kernels never call one another while they use it. */
function scratch(n: number): Float64Array {
  if (scratchPad.length < n) scratchPad = new Float64Array(2 * n);
  return scratchPad;
}

export const sumError: ErrorKernel = (outErr, _out, args, argErrs, { points, shape, argShapes }) => {
  const entries = entryCount(shape);
  const running = scratch(outErr.length).fill(0, 0, outErr.length);
  outErr.fill(0);
  for (let k = 0; k < args.length; k += 1) {
    const arg = args[k] as Float64Array;
    const err = argErrs[k] as Float64Array;
    const map = entryMap(argShapes[k] as readonly number[], shape);
    for (let e = 0; e < entries; e += 1) {
      const from = offset(map, e, points);
      for (let p = 0; p < points; p += 1) {
        const i = e * points + p;
        running[i] = (running[i] as number) + (arg[from + p] as number);
        outErr[i] =
          (outErr[i] as number) + (err[from + p] as number) + (k === 0 ? 0 : UNIT * Math.abs(running[i] as number));
      }
    }
  }
};

export const productKernel: Kernel = foldKernel((a, b) => a * b);

export const productError: ErrorKernel = (outErr, _out, args, argErrs, { points, shape, argShapes }) => {
  const entries = entryCount(shape);
  const running = scratch(outErr.length);
  for (let k = 0; k < args.length; k += 1) {
    const arg = args[k] as Float64Array;
    const err = argErrs[k] as Float64Array;
    const map = entryMap(argShapes[k] as readonly number[], shape);
    for (let e = 0; e < entries; e += 1) {
      const from = offset(map, e, points);
      for (let p = 0; p < points; p += 1) {
        const i = e * points + p;
        const x = arg[from + p] as number;
        const dx = err[from + p] as number;
        if (k === 0) {
          running[i] = x;
          outErr[i] = dx;
          continue;
        }
        const r = running[i] as number;
        const dr = outErr[i] as number;
        running[i] = r * x;
        outErr[i] = Math.abs(r) * dx + Math.abs(x) * dr + dr * dx + UNIT * Math.abs(r * x) + Number.MIN_VALUE;
      }
    }
  }
};

/** A kernel that only moves entries: out entry e is argument entry `pick(e)`, or 0 when negative. */
export const moveKernel =
  (pick: (e: number, layout: Layout) => number): Kernel =>
  (out, args, layout) => {
    const x = args[0] as Float64Array;
    const { points } = layout;
    const entries = entryCount(layout.shape);
    for (let e = 0; e < entries; e += 1) {
      const source = pick(e, layout);
      for (let p = 0; p < points; p += 1) out[e * points + p] = source < 0 ? 0 : (x[source * points + p] as number);
    }
  };

/** Errors of an operation that is linear with coefficients 0 and 1 in one argument move as the values do. */
export const sameMoveError =
  (kernel: Kernel): ErrorKernel =>
  (outErr, _out, _args, argErrs, layout) =>
    kernel(outErr, argErrs, layout);

/** Up to this many argument entries are probed one by one; more in sign patterns. */
const SINGLE_PROBES = 64;
const PATTERNS = 6;

/**
 * Error by probing: how far the kernel's result moves when each argument entry moves by its error, summed over
 * the entries (the linear bound), plus rounding scaled by `growth` (an estimate of the operation's own
 * amplification, such as n for an n×n factorisation). Many entries are moved together in random sign patterns:
 * √entries times the largest movement covers the sum of all but with vanishing probability.
 */
export const probedError =
  (kernel: Kernel, growth: (layout: Layout) => number): ErrorKernel =>
  (outErr, out, args, argErrs, layout) => {
    const { points } = layout;
    const scale = growth(layout) * UNIT;
    const probe = new Float64Array(out.length);
    const moveBy = (k: number, i: number): number =>
      4 * ((argErrs[k] as Float64Array)[i] as number) + scale * Math.abs((args[k] as Float64Array)[i] as number);
    const movement = (shifted: readonly Float64Array[], i: number): number => {
      if (i === 0) kernel(probe, shifted, layout);
      const moved = Math.abs((probe[i] as number) - (out[i] as number));
      return Number.isNaN(moved) ? Number.POSITIVE_INFINITY : moved;
    };
    const entries = args.reduce((n, a) => n + a.length / points, 0);
    outErr.fill(0);
    if (entries <= SINGLE_PROBES) {
      args.forEach((a, k) => {
        for (let e = 0; e < a.length / points; e += 1) {
          const shifted = args.slice();
          shifted[k] = a.map((x, i) => (Math.floor(i / points) === e ? x + moveBy(k, i) : x));
          for (let i = 0; i < out.length; i += 1) outErr[i] = (outErr[i] as number) + movement(shifted, i);
        }
      });
    } else {
      for (let pattern = 1; pattern <= PATTERNS; pattern += 1) {
        const shifted = args.map((a, k) =>
          a.map((x, i) => {
            const bits = Math.imul(Math.imul(i + 1, 0x9e3779b1) ^ (pattern * 0x85ebca6b), 0xc2b2ae35) >>> 31;
            return x + (bits === 0 ? 1 : -1) * moveBy(k, i);
          }),
        );
        for (let i = 0; i < out.length; i += 1)
          outErr[i] = Math.max(outErr[i] as number, movement(shifted, i) * Math.sqrt(entries));
      }
    }
    for (let i = 0; i < out.length; i += 1) outErr[i] = (outErr[i] as number) + scale * Math.abs(out[i] as number);
  };

/** Error of a kernel that is linear in each of two arguments: |a|·δb + δa·|b| + δa·δb, and rounding. */
export const bilinearError =
  (kernel: Kernel, growth: (layout: Layout) => number): ErrorKernel =>
  (outErr, _out, args, argErrs, layout) => {
    const [a, b] = args.map((x) => x.map(Math.abs)) as [Float64Array, Float64Array];
    const [da, db] = argErrs as [Float64Array, Float64Array];
    const term = new Float64Array(outErr.length);
    const rounding = growth(layout) * UNIT;
    outErr.fill(0);
    for (const [left, right, weight] of [
      [a, db, 1],
      [da, b, 1],
      [da, db, 1],
      [a, b, rounding],
    ] as const) {
      kernel(term, [left, right], layout);
      for (let i = 0; i < outErr.length; i += 1) outErr[i] = (outErr[i] as number) + weight * (term[i] as number);
    }
  };

/** Exact results: no error at all. */
export const noError: ErrorKernel = (outErr) => {
  outErr.fill(0);
};

/** Real power: for a < 0 real at integer b only; NaN stays NaN (the runtime has NaN^0 = 1). */
function realPower(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : a ** b;
}

export const powerKernel: Kernel = (out, args, { points, shape, argShapes }) => {
  const [b, x] = args as [Float64Array, Float64Array];
  const bm = entryMap(argShapes[0] ?? [], shape);
  const xm = entryMap(argShapes[1] ?? [], shape);
  for (let i = 0; i < out.length; i += 1) {
    const p = i % points;
    const entry = (i - p) / points;
    const base_ = b[bm === null ? i : (bm[entry] ?? 0) * points + p] as number;
    const power = x[xm === null ? i : (xm[entry] ?? 0) * points + p] as number;
    out[i] = realPower(base_, power);
  }
};

export const powerError: ErrorKernel = (outErr, out, args, argErrs, { points, shape, argShapes }) => {
  const [b, x] = args as [Float64Array, Float64Array];
  const [db, dx] = argErrs as [Float64Array, Float64Array];
  const bm = entryMap(argShapes[0] ?? [], shape);
  const xm = entryMap(argShapes[1] ?? [], shape);
  for (let i = 0; i < out.length; i += 1) {
    const p = i % points;
    const entry = (i - p) / points;
    const j = bm === null ? i : (bm[entry] ?? 0) * points + p;
    const k = xm === null ? i : (xm[entry] ?? 0) * points + p;
    const y = out[i] as number;
    const bj = b[j] as number;
    const power = x[k] as number;
    const viaBase = db[j] === 0 ? 0 : Math.abs(power * realPower(bj, power - 1)) * (db[j] as number);
    const viaExponent = dx[k] === 0 ? 0 : Math.abs(y * Math.log(Math.abs(bj))) * (dx[k] as number);
    const moved = viaBase + viaExponent;
    const large = isLarge(Math.max(db[j] as number, dx[k] as number), moved, y);
    const bound = (large ? Number.POSITIVE_INFINITY : SECOND_ORDER * moved) + 4 * UNIT * Math.abs(y) + Number.MIN_VALUE;
    // 0·∞, as at 0^x: nothing is known.
    outErr[i] = Number.isNaN(bound) ? Number.POSITIVE_INFINITY : bound;
  }
};

/** Sums of all entries, of each row or of each column. */
function addUp(out: Float64Array, x: Float64Array, shape: readonly number[], points: number, along: string): void {
  const cols = shape.length === 2 ? (shape[1] as number) : 1;
  out.fill(0);
  for (let i = 0; i < x.length; i += 1) {
    const p = i % points;
    const entry = (i - p) / points;
    const to = along === '' ? 0 : along === 'rows' ? Math.floor(entry / cols) : entry % cols;
    out[to * points + p] = (out[to * points + p] as number) + (x[i] as number);
  }
}

/** The total kernel of `sum`: attr "" for all entries, "rows" or "columns" for one axis. */
export const totalKernel: Kernel = (out, args, layout) =>
  addUp(out, args[0] as Float64Array, layout.argShapes[0] ?? [], layout.points, layout.attr);

export const totalError: ErrorKernel = (outErr, out, args, argErrs, layout) => {
  const x = args[0] as Float64Array;
  const size = x.length / layout.points;
  const own = x.map((v, i) => Math.abs(v) * size * UNIT + ((argErrs[0] as Float64Array)[i] as number));
  addUp(outErr, own, layout.argShapes[0] ?? [], layout.points, layout.attr);
  for (let i = 0; i < out.length; i += 1) outErr[i] = (outErr[i] as number) * 1.0000001;
};

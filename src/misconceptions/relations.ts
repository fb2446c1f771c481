/** How a wrong answer relates to the right one: a factor, a sign, a constant, one coefficient. Generic by nature. */
import { simplify } from '../expr/rewrite.ts';
import { int, type Node, num, symbolsOf } from '../ir/node.ts';
import { rational } from '../ir/rational.ts';
import { isScalar } from '../ir/shape.ts';
import { add, mul, pow } from '../ops/arithmetic.ts';
import type { Print, Prints } from './fingerprint.ts';
import type { Candidate, Slip } from './misconception.ts';
import { shown, termsOf } from './parts.ts';

/** The sign of the whole. */
export function missingMinus(key: Node, student: Print, prints: Prints): Slip | null {
  const negative = prints.of(mul([int(-1), key]));
  return prints.agree(student, negative)
    ? {
        id: 'missing-minus',
        message: 'The sign is wrong: a minus is missing or one too many. Mind the sign of inner derivatives.',
      }
    : null;
}

/** A constant factor: a small fraction, or a name that does not vary here. */
export function missingFactor(
  key: Node,
  right: Print,
  student: Print,
  prints: Prints,
  wrt: ReadonlySet<string> | null,
): Slip | null {
  const numeric = wrt === null;
  const c = ratio(student, right, numeric);
  if (c !== null) {
    const scaled: Print = { ...right, data: right.data.map((v) => (v * c.n) / c.d) };
    if (Math.abs(c.n) === c.d || !prints.agree(student, scaled)) return null;
    return { id: 'missing-factor', message: factorMessage(c.n, c.d) };
  }
  if (wrt === null) return null;
  for (const s of symbolsOf(key)) {
    if (!isScalar(s.shape) || s.index || wrt.has(s.name)) continue;
    for (const [k, word] of [
      [-1, 'missing'],
      [1, 'one too many'],
    ] as const) {
      if (prints.agree(student, prints.of(mul([pow(s, int(k)), key]))))
        return { id: 'missing-factor', message: `A factor ${s.name} is ${word}.` };
    }
  }
  return null;
}

function factorMessage(n: number, d: number): string {
  const sign = n < 0 ? ' Its sign is wrong too.' : '';
  const size = Math.abs(n);
  const text = (a: number, b: number): string => (b === 1 ? `${a}` : `${a}/${b}`);
  // The answer is c times the right one: what is missing is 1/c.
  if (size < d) return `The answer lacks a factor ${text(d, size)}.${sign}`;
  return `The answer has a factor ${text(size, d)} too many.${sign}`;
}

/** The constant that the answer is off by. */
export function offByConstant(right: Print, student: Print): Slip | null {
  const c = constant(right.data, student.data, (r, s) => s - r);
  if (c === null || Math.abs(c) < 1e-9) return null;
  // A right answer that is itself constant is off by a constant however wrong the other is.
  if (spread(right) < 1e-9) return null;
  return { id: 'off-by-constant', message: `The answer is off by the constant ${Number(c.toPrecision(6))}.` };
}

/** One term with the wrong sign. */
export function termSigns(sum: Node): readonly Candidate[] {
  const terms = termsOf(sum);
  if (terms.length < 2) return [];
  return terms.map(
    (t): Candidate => ({
      node: add(terms.map((u) => (u === t ? mul([int(-1), u]) : u))),
      slips: [{ id: 'missing-minus', message: `The term ${shown(t)} has the wrong sign.` }],
    }),
  );
}

/** Exactly one number of the right answer is another: found by solving for it. */
export function arithmeticSlip(key: Node, right: Print, student: Print, prints: Prints): Slip | null {
  const whole = simplify(key);
  const places = numbersIn(whole).slice(0, 30);
  const shifted = prints.all(
    places.map(({ node, at }) => replaced(whole, at, num(rational(node.value.n + node.value.d, node.value.d)))),
  );
  for (const [k, { node, at }] of places.entries()) {
    const moved = shifted[k] ?? null;
    if (moved === null || moved.data.length !== right.data.length) continue;
    // Linear in this number? Then (student − right)/(moved − right) is the same everywhere.
    const by = constant(
      right.data.map((r, i) => (moved.data[i] as number) - r),
      right.data.map((r, i) => (student.data[i] as number) - r),
      (slope, off) => (Math.abs(slope) < 1e-12 ? (Math.abs(off) < 1e-9 ? null : Number.NaN) : off / slope),
    );
    if (by === null || Math.abs(by) < 1e-9) continue;
    const exact = smallFraction(by + node.approx, 400, 60);
    if (exact === null) continue;
    const candidate = prints.of(replaced(whole, at, num(rational(BigInt(exact.n), BigInt(exact.d)))));
    if (!prints.agree(student, candidate)) continue;
    const given = exact.d === 1 ? `${exact.n}` : `${exact.n}/${exact.d}`;
    return { id: 'arithmetic-slip', message: `One number is off: ${given} stands where ${shown(node)} belongs.` };
  }
  return null;
}

/**
 * The small fraction by which one print is the other's multiple, read off where the other is largest. Of a few plain
 * numbers any is a multiple of any: there only 2 and 1/2 count.
 */
function ratio(b: Print, a: Print, numeric: boolean): { readonly n: number; readonly d: number } | null {
  let at = -1;
  let different = 0;
  a.data.forEach((v, i) => {
    if (!Number.isFinite(v) || !Number.isFinite(b.data[i])) return;
    if (v !== 0 && i % a.points === 0) different += 1;
    if (at < 0 || Math.abs(v) > Math.abs(a.data[at] as number)) at = i;
  });
  const [x, y] = [a.data[at] ?? 0, b.data[at] ?? Number.NaN];
  if (x === 0 || !Number.isFinite(y)) return null;
  if (!numeric) return smallFraction(y / x);
  const near = (c: number): boolean => Math.abs(y / x - c) < 0.02;
  if (different < 3) return near(2) ? { n: 2, d: 1 } : near(0.5) ? { n: 1, d: 2 } : null;
  return (
    [1, 2, 3, 4, 6].flatMap((d) => [{ n: Math.round((y / x) * d), d }]).find(({ n, d }) => n !== 0 && near(n / d)) ??
    null
  );
}

/** The one number that `of` gives for all pairs (null skips a pair); null where they differ. */
function constant(a: Float64Array, b: Float64Array, of: (x: number, y: number) => number | null): number | null {
  let found: number | null = null;
  let count = 0;
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i] as number, b[i] as number];
    if (!Number.isFinite(x) && !Number.isFinite(y)) continue;
    const c = of(x, y);
    if (c === null) continue;
    if (!Number.isFinite(c)) return null;
    if (found === null) found = c;
    else if (Math.abs(c - found) > 1e-7 * Math.max(1, Math.abs(found))) return null;
    count += 1;
  }
  return count >= Math.min(3, a.length) ? found : null;
}

function spread(p: Print): number {
  const finite = [...p.data].filter(Number.isFinite);
  return finite.length === 0 ? 0 : Math.max(...finite) - Math.min(...finite);
}

/** n/d with small n and d next to a number; null where there is none. */
function smallFraction(x: number, most = 24, denominators = 24): { readonly n: number; readonly d: number } | null {
  for (let d = 1; d <= denominators; d += 1) {
    const n = Math.round(x * d);
    if (
      n !== 0 &&
      Math.abs(n) <= most * d &&
      Math.abs(n) <= 10_000 &&
      Math.abs(x * d - n) < 1e-6 * Math.max(1, Math.abs(n))
    )
      return most === 24 && Math.abs(n) > 24 ? null : { n, d };
  }
  return null;
}

type NumNode = Extract<Node, { readonly kind: 'num' }>;
interface NumPlace {
  readonly node: NumNode;
  /** Indices of arguments from the root. */
  readonly at: readonly number[];
}

/** Every number, coefficients of 1 included as none. */
function numbersIn(root: Node): readonly NumPlace[] {
  const out: NumPlace[] = [];
  const visit = (n: Node, at: readonly number[]): void => {
    if (out.length > 60) return;
    if (n.kind === 'num') {
      if (at.length > 0 || root === n) out.push({ node: n, at });
    } else if (n.kind === 'apply') {
      n.args.forEach((a, i) => {
        visit(a, [...at, i]);
      });
    }
  };
  visit(root, []);
  return out;
}

function replaced(root: Node, at: readonly number[], by: Node): Node {
  const [first, ...rest] = at;
  if (first === undefined) return by;
  if (root.kind !== 'apply') return root;
  const args = root.args.map((a, i) => (i === first ? replaced(a, rest, by) : a));
  return root.op.build(args, root.attr);
}

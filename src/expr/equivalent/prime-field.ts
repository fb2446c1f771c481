/**
 * Exact comparison of rational functions over ℚ: both are evaluated at random points of prime fields, as fractions
 * so that nothing is divided (Schwartz 1980, Zippel 1979). Primes of 26 bits keep products exact in doubles; four
 * of them bound a false equality like two of 52 bits at a tenth of the cost of big integers.
 */
import type { Node } from '../../ir/node.ts';
import type { Uniforms } from './points.ts';

const PRIMES: readonly number[] = [
  67108859, 67108837, 67108819, 67108777, 67108763, 67108757, 67108753, 67108747, 67108739, 67108729, 67108721, 67108709,
];
const ROUNDS = 4;

/** Values of one expression in the field: numerators and denominators of its entries. */
interface Fractions {
  readonly n: number[];
  readonly d: number[];
}

/** Not a rational function, or too high a degree for the bound to mean anything. */
export class NotRational extends Error {
  constructor() {
    super('not a rational function');
    this.name = 'NotRational';
  }
}

export interface FieldVerdict {
  readonly equal: boolean;
  /** Probability of calling two different functions equal, by the degree and the size of the fields. */
  readonly bound: number;
  readonly rounds: number;
}

const rational = new Set(['add', 'mul', 'pow', 'grid', 'tuple']);

/** Whether both sides are rational functions of scalars, entry by entry. Cheap: one walk. */
export function isRational(node: Node): boolean {
  const seen = new Set<Node>();
  const visit = (n: Node): boolean => {
    if (n.kind === 'num') return true;
    if (n.kind === 'sym') return n.shape.length === 0 && !n.index;
    if (seen.has(n)) return true;
    seen.add(n);
    if (!rational.has(n.op.name)) return false;
    if (n.op.name === 'pow') {
      const x = n.args[1];
      if (n.shape.length > 0 || x?.kind !== 'num' || x.value.d !== 1n || !(Math.abs(x.approx) <= 10_000)) return false;
    }
    if (n.op.name !== 'grid' && n.op.name !== 'tuple' && n.shape.length > 0) return false;
    return n.args.every(visit);
  };
  return visit(node);
}

/**
 * Compares entry by entry. null when a denominator vanished in every field tried: identically zero denominators
 * mean that there is no function to compare.
 */
export function compareInFields(student: Node, model: Node, uniforms: Uniforms): FieldVerdict | null {
  const degree = Math.max(1, degreeOf(student) + degreeOf(model));
  let rounds = 0;
  let bound = 1;
  for (const p of PRIMES) {
    const place = 50_000 + rounds * 64 + (p % 64);
    const point = new Map<string, number>();
    const memo = new Map<Node, Fractions>();
    const at = (name: string): number => {
      const known = point.get(name);
      if (known !== undefined) return known;
      const drawn = Math.floor(uniforms.at(place + point.size) * (p - 2)) + 1;
      point.set(name, drawn);
      return drawn;
    };
    const a = valueIn(model, p, at, memo);
    const b = valueIn(student, p, at, memo);
    const usable = [...a.d, ...b.d].every((d) => d !== 0);
    if (!usable) continue;
    rounds += 1;
    bound *= Math.min(1, degree / p);
    for (let e = 0; e < a.n.length; e += 1) {
      const left = multiply(a.n[e] as number, b.d[e] as number, p);
      const right = multiply(b.n[e] as number, a.d[e] as number, p);
      if (left !== right) return { equal: false, bound: 0, rounds };
    }
    if (rounds === ROUNDS) return { equal: true, bound, rounds };
  }
  return null;
}

/** a·b mod p for a, b < p < 2^26: the product is below 2^53, so nothing is lost. */
function multiply(a: number, b: number, p: number): number {
  const product = a * b;
  return product - Math.floor(product / p) * p;
}

function power(a: number, k: number, p: number): number {
  let result = 1;
  let square = a;
  for (let rest = k; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square, p);
    square = multiply(square, square, p);
  }
  return result;
}

function residue(n: bigint, p: number): number {
  if (n >= -9007199254740991n && n <= 9007199254740991n) {
    const r = Number(n) % p;
    return r < 0 ? r + p : r;
  }
  const r = Number(n % BigInt(p));
  return r < 0 ? r + p : r;
}

function valueIn(node: Node, p: number, at: (name: string) => number, memo: Map<Node, Fractions>): Fractions {
  const known = memo.get(node);
  if (known) return known;
  const out = compute(node, p, at, memo);
  memo.set(node, out);
  return out;
}

function compute(node: Node, p: number, at: (name: string) => number, memo: Map<Node, Fractions>): Fractions {
  if (node.kind === 'num') return { n: [residue(node.value.n, p)], d: [residue(node.value.d, p)] };
  if (node.kind === 'sym') return { n: [at(node.name)], d: [1] };
  const args = node.args.map((a) => valueIn(a, p, at, memo));
  switch (node.op.name) {
    case 'grid':
    case 'tuple':
      return { n: args.map((a) => a.n[0] as number), d: args.map((a) => a.d[0] as number) };
    case 'add': {
      let [n, d] = [0, 1];
      for (const a of args) {
        const [an, ad] = [a.n[0] as number, a.d[0] as number];
        n = (multiply(n, ad, p) + multiply(an, d, p)) % p;
        d = multiply(d, ad, p);
      }
      return { n: [n], d: [d] };
    }
    case 'mul': {
      let [n, d] = [1, 1];
      for (const a of args) {
        n = multiply(n, a.n[0] as number, p);
        d = multiply(d, a.d[0] as number, p);
      }
      return { n: [n], d: [d] };
    }
    case 'pow': {
      const x = node.args[1];
      const k = x?.kind === 'num' ? x.approx : 1;
      const [n, d] = [args[0]?.n[0] as number, args[0]?.d[0] as number];
      const [up, down] = [power(n, Math.abs(k), p), power(d, Math.abs(k), p)];
      // A zero denominator stays one: (0/0)^-1 has no value either.
      if (k < 0) return d === 0 ? { n: [0], d: [0] } : { n: [down], d: [up] };
      return { n: [up], d: [down] };
    }
    default:
      throw new NotRational();
  }
}

/** A bound of the degree of numerator and denominator together. */
function degreeOf(node: Node): number {
  const memo = new Map<Node, number>();
  const visit = (n: Node): number => {
    if (n.kind === 'num') return 0;
    if (n.kind === 'sym') return 1;
    const known = memo.get(n);
    if (known !== undefined) return known;
    const x = n.op.name === 'pow' ? n.args[1] : undefined;
    const out =
      x?.kind === 'num' ? Math.abs(x.approx) * visit(n.args[0] as Node) : n.args.reduce((sum, a) => sum + visit(a), 0);
    memo.set(n, out);
    return out;
  };
  return visit(node);
}

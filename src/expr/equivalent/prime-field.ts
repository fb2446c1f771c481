/**
 * Exact comparison of rational functions over ℚ: both are evaluated at random points of prime fields, as fractions
 * so that nothing is divided (Schwartz 1980, Zippel 1979). Primes of 26 bits keep products exact in doubles; four
 * of them bound a false equality like two of 52 bits at a tenth of the cost of big integers.
 */
import { type Apply, type Node, num } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import { rational } from '../../ir/rational.ts';
import { simplify } from '../rewrite.ts';
import type { Uniforms } from './points.ts';

const ROUNDS = 4;
const LIMIT_ROUNDS = 64;
/** Decimal digits of one prime, rounded down. */
const PRIME_DIGITS = 7.5;
/** Fields in reserve, for denominators that vanish in some. */
const SPARE = 8;
const LOW = 2 ** 25;

/** The k-th prime drawn from the seed: a difference that is a multiple of known primes must not vanish everywhere. */
export function primeAt(uniforms: Uniforms, k: number): number {
  const known = drawnPrimes.get(uniforms) ?? [];
  drawnPrimes.set(uniforms, known);
  for (let place = 60_000 + known.length; known.length <= k; place += 1) {
    let n = LOW + 2 * Math.floor(uniforms.at(place) * (LOW / 2 - 200)) + 1;
    while (!isPrime(n) || known.includes(n)) n += 2;
    known.push(n);
  }
  return known[k] as number;
}

const drawnPrimes = new WeakMap<Uniforms, number[]>();

function isPrime(n: number): boolean {
  for (let d = 3; d * d <= n; d += 2) if (n % d === 0) return false;
  return true;
}

/** Values of one expression in the field: numerators and denominators of its entries. */
interface Fractions {
  readonly n: number[];
  readonly d: number[];
}

export interface FieldVerdict {
  /**
   * Equal as rational functions of the names and of whatever is no rational function (sin x, √x: `atoms`), each
   * standing for itself. Unequal is conclusive only without atoms: sin²x + cos²x is 1.
   */
  readonly equal: boolean;
  readonly atoms: boolean;
  /** Probability of calling two different functions equal, by the degree and the size of the fields. */
  readonly bound: number;
  readonly rounds: number;
}

const FIELD = new Set(['add', 'mul', 'pow']);
const LIMIT_EXPONENT = 10_000;

/** `rational` functions of scalars, entry by entry, or of scalars and `atoms`; null for arrays that are no literals. */
export function fieldKind(node: Node): 'rational' | 'atoms' | null {
  if (node.kind === 'apply' && (node.op.name === 'grid' || node.op.name === 'tuple')) {
    const kinds = node.args.map(fieldKind);
    return kinds.includes(null) ? null : kinds.includes('atoms') ? 'atoms' : 'rational';
  }
  if (node.shape.length > 0) return null;
  const seen = new Set<Node>();
  const pure = (n: Node): boolean => {
    if (n.kind === 'num') return true;
    if (n.kind === 'sym') return !n.index;
    if (seen.has(n)) return true;
    seen.add(n);
    return (
      FIELD.has(n.op.name) &&
      (n.op.name === 'pow' ? wholeExponent(n) !== null && pure(n.args[0] as Node) : n.args.every(pure))
    );
  };
  return pure(node) ? 'rational' : 'atoms';
}

/** The exponent of a power when it is a whole number of moderate size. */
function wholeExponent(n: Apply): number | null {
  const x = n.args[1];
  return x?.kind === 'num' && x.value.d === 1n && Math.abs(x.approx) <= LIMIT_EXPONENT ? x.approx : null;
}

/**
 * Compares entry by entry; `digits` is what the numbers of both hold together. null when a denominator vanished in every field tried: identically zero denominators
 * mean that there is no function to compare.
 */
export function compareInFields(student: Node, model: Node, digits: number, uniforms: Uniforms): FieldVerdict | null {
  const kinds = [fieldKind(student), fieldKind(model)];
  if (kinds.includes(null)) return null;
  const atoms = kinds.includes('atoms');
  const degree = Math.max(1, degreeOf(student) + degreeOf(model));
  let rounds = 0;
  let bound = 1;
  // More digits of primes than the numbers have: no number made up from them can vanish in all.
  const wanted = Math.min(LIMIT_ROUNDS, Math.max(ROUNDS, Math.ceil((digits + PRIME_DIGITS) / PRIME_DIGITS)));
  for (let k = 0; k < wanted + SPARE; k += 1) {
    const p = primeAt(uniforms, k);
    const place = 50_000 + rounds * 64 + (p % 64);
    const field = new Field(p, uniforms, place);
    const a = field.valueOf(model);
    const b = field.valueOf(student);
    const usable = [...a.d, ...b.d].every((d) => d !== 0);
    if (!usable) continue;
    rounds += 1;
    bound *= Math.min(1, degree / p);
    for (let e = 0; e < a.n.length; e += 1) {
      const left = multiply(a.n[e] as number, b.d[e] as number, p);
      const right = multiply(b.n[e] as number, a.d[e] as number, p);
      if (left !== right) return { equal: false, atoms, bound: 0, rounds };
    }
    if (rounds === wanted) return { equal: true, atoms, bound, rounds };
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

/** Evaluation at one random point of the field of p elements. */
class Field {
  readonly p: number;
  readonly #uniforms: Uniforms;
  readonly #place: number;
  readonly #drawn = new Map<string | Node, number>();
  readonly #values = new Map<Node, Fractions>();

  constructor(p: number, uniforms: Uniforms, place: number) {
    this.p = p;
    this.#uniforms = uniforms;
    this.#place = place;
  }

  valueOf(node: Node): Fractions {
    const known = this.#values.get(node);
    if (known) return known;
    const out = this.#compute(node);
    this.#values.set(node, out);
    return out;
  }

  /** The value drawn for a name or an atom. */
  #draw(key: string | Node): number {
    const known = this.#drawn.get(key);
    if (known !== undefined) return known;
    const drawn = Math.floor(this.#uniforms.at(this.#place + this.#drawn.size) * (this.p - 2)) + 1;
    this.#drawn.set(key, drawn);
    return drawn;
  }

  #compute(node: Node): Fractions {
    const { p } = this;
    if (node.kind === 'num') return { n: [residue(node.value.n, p)], d: [residue(node.value.d, p)] };
    if (node.kind === 'sym') return { n: [this.#draw(node.name)], d: [1] };
    switch (node.op.name) {
      case 'grid':
      case 'tuple': {
        const args = node.args.map((a) => this.valueOf(a));
        return { n: args.map((a) => a.n[0] as number), d: args.map((a) => a.d[0] as number) };
      }
      case 'add': {
        let [n, d] = [0, 1];
        for (const arg of node.args) {
          const a = this.valueOf(arg);
          const [an, ad] = [a.n[0] as number, a.d[0] as number];
          n = (multiply(n, ad, p) + multiply(an, d, p)) % p;
          d = multiply(d, ad, p);
        }
        return { n: [n], d: [d] };
      }
      case 'mul': {
        let [n, d] = [1, 1];
        for (const arg of node.args) {
          const a = this.valueOf(arg);
          n = multiply(n, a.n[0] as number, p);
          d = multiply(d, a.d[0] as number, p);
        }
        return { n: [n], d: [d] };
      }
      case 'pow':
        return this.#power(node);
      default:
        return { n: [this.#draw(simplify(node))], d: [1] };
    }
  }

  #power(node: Apply): Fractions {
    const { p } = this;
    const k = wholeExponent(node);
    if (k !== null) return raised(this.valueOf(node.args[0] as Node), k, p);
    const x = node.args[1];
    if (x?.kind !== 'num' || Math.abs(Number(x.value.n)) > LIMIT_EXPONENT)
      return { n: [this.#draw(simplify(node))], d: [1] };
    // b^(k/q) as the k-th power of the atom b^(1/q).
    const root = simplify(apply(node.op, [node.args[0] as Node, num(rational(1n, x.value.d))]));
    return raised({ n: [this.#draw(root)], d: [1] }, Number(x.value.n), p);
  }
}

/** A zero denominator stays one: (0/0)^-1 has no value either. */
function raised(base: Fractions, k: number, p: number): Fractions {
  const [n, d] = [base.n[0] as number, base.d[0] as number];
  const [up, down] = [power(n, Math.abs(k), p), power(d, Math.abs(k), p)];
  if (k >= 0) return { n: [up], d: [down] };
  return d === 0 ? { n: [0], d: [0] } : { n: [down], d: [up] };
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
    let out = 1;
    if (n.op.name === 'pow')
      out = x?.kind !== 'num' ? 1 : Math.max(1, Math.abs(x.approx) * Math.max(1, visit(n.args[0] as Node)));
    else if (FIELD.has(n.op.name) || n.shape.length > 0) out = n.args.reduce((sum, a) => sum + visit(a), 0);
    memo.set(n, out);
    return out;
  };
  return visit(node);
}

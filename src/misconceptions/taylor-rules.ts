/** Slips in Taylor polynomials, found by taking the right one apart: terms c·(x − a)^k. */
import { int, type Node, num } from '../ir/node.ts';
import { rational } from '../ir/rational.ts';
import { add, mul, pow } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import type { Candidate } from './misconception.ts';
import { factorsOf, termsOf } from './parts.ts';

interface Term {
  readonly rest: readonly Node[];
  /** What is raised: x − a, or x about 0. */
  readonly base: Node | null;
  readonly power: number;
}

/** Empty where the formula does not look like a Taylor polynomial of order two or more. */
export function taylorCandidates(key: Node): readonly Candidate[] {
  const terms = termsOf(key).map(readTerm);
  const highest = Math.max(0, ...terms.map((t) => t.power));
  const base = terms.find((t) => t.power === highest)?.base ?? null;
  if (highest < 2 || base === null) return [];
  const out: Candidate[] = [];
  const about = centreOf(base);
  if (terms.some((t) => t.power >= 1 && t.base !== null && t.base !== base)) return [];
  out.push({
    node: add(
      terms.map((t) =>
        mul([num(rational(factorial(t.power))), ...t.rest, ...(t.base === null ? [] : [pow(t.base, int(t.power))])]),
      ),
    ),
    slips: [{ id: 'taylor-missing-factorial', message: 'The term of order k must be divided by k!.' }],
  });
  if (about !== null) {
    out.push({
      node: add(terms.map((t) => mul([...t.rest, ...(t.base === null ? [] : [pow(about.x, int(t.power))])]))),
      slips: [
        {
          id: 'taylor-power-of-x',
          message: `About ${about.text} the powers are those of the distance to it, not of the variable itself.`,
        },
      ],
    });
  }
  return out;
}

function readTerm(term: Node): Term {
  const rest: Node[] = [];
  let base: Node | null = null;
  let power = 0;
  for (const f of factorsOf(term)) {
    const [b, k] = isOp(f, 'pow') ? f.args : [f, int(1)];
    const whole = k?.kind === 'num' && k.value.d === 1n && k.approx >= 1;
    if (b !== undefined && whole && isDistance(b) && base === null) {
      base = b;
      power = k.approx;
    } else rest.push(f);
  }
  return { rest, base, power };
}

/** x, or x minus a number or a name. */
const isDistance = (n: Node): boolean => n.kind === 'sym' || centreOf(n) !== null;

function centreOf(n: Node): { readonly x: Node; readonly text: string } | null {
  const terms = termsOf(n);
  const [x, ...rest] = terms;
  if (!isOp(n, 'add') || x === undefined || x.kind !== 'sym' || rest.length !== 1) return null;
  const [a] = rest;
  return a !== undefined && (a.kind === 'num' || factorsOf(a).every((f) => f.kind !== 'apply'))
    ? { x, text: 'a point other than 0' }
    : null;
}

function factorial(k: number): bigint {
  let out = 1n;
  for (let i = 2n; i <= BigInt(k); i += 1n) out *= i;
  return out;
}

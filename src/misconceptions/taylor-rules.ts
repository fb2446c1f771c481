/** Slips in Taylor polynomials, found by taking the right one apart by degree in the distance from its centre. */
import { derivative } from '../calculus/modes.ts';
import { simplify, substitute } from '../expr/rewrite.ts';
import { dependsOn, int, type Node, num, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { rational } from '../ir/rational.ts';
import { isScalar } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import type { Candidate } from './misconception.ts';
import { shown, termsOf } from './parts.ts';

/** Higher degrees are no exercise, and what does not end by then is no polynomial. */
const HIGHEST = 6;

/** Empty where the formula is no polynomial of degree two or more in distances from a point. */
export function taylorCandidates(key: Node): readonly Candidate[] {
  if (!isScalar(key.shape)) return [];
  const centres = centresIn(key);
  const moving = centres.size > 0 ? [...centres.keys()] : symbolsOf(key).filter((s) => isScalar(s.shape) && !s.index);
  const parts = moving.length === 0 ? null : byDegree(key, moving, centres);
  if (parts === null || parts.length < 3) return [];
  const out: Candidate[] = [
    {
      node: add(parts.map((part, k) => mul([num(rational(factorial(k))), part(distance)]))),
      slips: [{ id: 'taylor-missing-factorial', message: 'The term of order k must be divided by k!.' }],
    },
  ];
  if (centres.size === 0) return out;
  const about = moving.map((x) => `${x.name} = ${shown(centreOf(x, centres))}`).join(', ');
  out.push({
    node: add(parts.map((part) => part((x) => x))),
    slips: [
      {
        id: 'taylor-power-of-x',
        message: `About ${about} the powers are those of the distance ${moving.map((x) => shown(distance(x))).join(', ')}, not of the variable itself.`,
      },
    ],
  });
  return out;

  function distance(x: Sym): Node {
    return add([x, mul([int(-1), centreOf(x, centres)])]);
  }
}

const centreOf = (x: Sym, centres: ReadonlyMap<Sym, Node>): Node => centres.get(x) ?? int(0);

/** The terms of one degree, with anything in place of the distances. */
type Part = (put: (x: Sym) => Node) => Node;

function byDegree(key: Node, moving: readonly Sym[], centres: ReadonlyMap<Sym, Node>): readonly Part[] | null {
  const s = sym('s°');
  const steps = new Map(moving.map((x) => [x, sym(`${x.name}°`, x.shape)]));
  const along = new Map(
    [...steps].map(([x, d]) => [x.name, centres.has(x) ? add([centreOf(x, centres), mul([s, d])]) : mul([s, d])]),
  );
  let rest = simplify(substitute(key, along));
  const parts: Part[] = [];
  for (let k = 0; k <= HIGHEST; k += 1) {
    const coefficient = simplify(
      mul([num(rational(1n, factorial(k))), substitute(rest, new Map<string, Node>([[s.name, int(0)]]))]),
    );
    parts.push((put) => substitute(coefficient, new Map([...steps].map(([x, d]) => [d.name, put(x)]))));
    if (!dependsOn(rest, s)) return parts;
    rest = simplify(derivative(rest, s));
  }
  return null;
}

/** Variables that occur as a distance x − a, with a. */
function centresIn(root: Node): ReadonlyMap<Sym, Node> {
  const out = new Map<Sym, Node>();
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (n.kind !== 'apply' || seen.has(n)) return;
    seen.add(n);
    if (n !== root && isOp(n, 'add')) {
      const [x, ...rest] = termsOf(n);
      const about = x?.kind === 'sym' ? x : termsOf(n).find((t): t is Sym => t.kind === 'sym');
      const others = about === x ? rest : termsOf(n).filter((t) => t !== about);
      const constant = others.every((t) => t.kind === 'num' || (about !== undefined && !dependsOn(t, about)));
      // A number or one name beside it: 1 + x^2 + y is a sum of its own.
      if (about !== undefined && others.length === 1 && constant && others.every(isPoint) && !out.has(about))
        out.set(about, mul([int(-1), ...others]));
    }
    n.args.forEach(visit);
  };
  visit(root);
  return out;
}

/** A number, or a name with a minus before it: what is subtracted from a variable. */
const isPoint = (n: Node): boolean =>
  n.kind === 'num' || (isOp(n, 'mul') && n.args.length === 2 && n.args[0]?.kind === 'num' && n.args[1]?.kind === 'sym');

function factorial(k: number): bigint {
  let out = 1n;
  for (let i = 2n; i <= BigInt(k); i += 1n) out *= i;
  return out;
}

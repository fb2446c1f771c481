/** Right answers in other words, and answers that are surely wrong: what the grader's own error is measured with. */
import type { Stream } from '../../base/random.ts';
import { int, type Node, num, type Sym, symbolsOf } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import { rational } from '../../ir/rational.ts';
import { isScalar } from '../../ir/shape.ts';
import { addOp, mulOp, powOp } from '../../ops/arithmetic.ts';
import { isOp } from '../../ops/collect.ts';
import { undefinedOp } from '../../ops/constants.ts';
import { cosOp, sinOp } from '../../ops/elementary.ts';
import { expand } from '../../problem/expand.ts';

/** A formula with the same values everywhere, written differently at one or two places; never simplified. */
export function rewritten(root: Node, from: Stream): Node {
  // "Does not exist" stands alone: there are no other words for it.
  if (root.kind === 'apply' && root.op === undefinedOp) return root;
  let out = from.integer(0, 5) === 0 && isScalar(root.shape) ? expand(root) : root;
  const times = from.integer(1, 2);
  for (let k = 0; k < times; k += 1) {
    const places = scalarPlaces(out);
    if (places.length === 0) return out;
    const at = from.pick(places);
    out = replaced(out, at.path, (part) => otherWords(part, from, symbolsOf(root)));
  }
  return out;
}

function otherWords(part: Node, from: Stream, symbols: readonly Sym[]): Node {
  const c = int(from.integer(2, 9));
  const scalars = symbols.filter((s) => isScalar(s.shape) && !s.index);
  const inverse = apply(powOp, [c, int(-1)]);
  switch (from.integer(0, scalars.length > 0 ? 4 : 2)) {
    case 0:
      return apply(addOp, [part, c, num(rational(BigInt(-c.approx)))]);
    case 1:
      return apply(mulOp, [c, part, inverse]);
    case 2:
      return part.kind === 'apply' && (isOp(part, 'add') || isOp(part, 'mul'))
        ? apply(part.op, [...part.args].reverse(), part.attr)
        : apply(addOp, [apply(mulOp, [c, part]), apply(mulOp, [int(1 - c.approx), part])]);
    case 3: {
      const t = from.pick(scalars);
      const one = apply(addOp, [apply(powOp, [apply(sinOp, [t]), int(2)]), apply(powOp, [apply(cosOp, [t]), int(2)])]);
      return apply(mulOp, [part, one]);
    }
    default: {
      const t = apply(mulOp, [c, from.pick(scalars)]);
      return apply(addOp, [part, t, apply(mulOp, [int(-1), t])]);
    }
  }
}

/** A formula with one place changed: a number, a sign, a variable, a function. It may be equal by chance. */
export function perturbed(root: Node, from: Stream): Node {
  const symbols = symbolsOf(root).filter((s) => isScalar(s.shape) && !s.index);
  const places = allPlaces(root).filter(
    ({ part }) => part.kind !== 'apply' || isOp(part, 'sin') || isOp(part, 'cos') || isScalar(part.shape),
  );
  const at = places.length === 0 ? { path: [], part: root } : from.pick(places);
  const changed = replaced(root, at.path, (part) => change(part, from, symbols));
  return changed === root ? apply(mulOp, [num(rational(101n, 100n)), root]) : changed;
}

function change(part: Node, from: Stream, symbols: readonly Sym[]): Node {
  if (part.kind === 'num') return num(rational(part.value.n + BigInt(from.integer(1, 3)) * part.value.d, part.value.d));
  if (part.kind === 'sym') {
    const others = symbols.filter((s) => s !== part);
    return isScalar(part.shape) && others.length > 0 ? from.pick(others) : apply(mulOp, [int(-1), part]);
  }
  if (isOp(part, 'sin')) return apply(cosOp, part.args);
  if (isOp(part, 'cos')) return apply(sinOp, part.args);
  if (from.integer(0, 1) === 0) return apply(mulOp, [num(rational(101n, 100n)), part]);
  return apply(mulOp, [int(-1), part]);
}

interface Place {
  readonly path: readonly number[];
  readonly part: Node;
}

/** Places where a number stands for itself: not exponents, indices or sizes. */
const scalarPlaces = (root: Node): readonly Place[] => allPlaces(root).filter(({ part }) => isScalar(part.shape));

function allPlaces(root: Node): readonly Place[] {
  const out: Place[] = [];
  const visit = (part: Node, path: readonly number[]): void => {
    if (out.length > 200) return;
    out.push({ part, path });
    if (part.kind !== 'apply' || part.op.binds || isOp(part, 'index') || isOp(part, 'delta')) return;
    part.args.forEach((a, i) => {
      if (!(part.kind === 'apply' && (isOp(part, 'pow') || isOp(part, 'matpow')) && i === 1)) visit(a, [...path, i]);
    });
  };
  visit(root, []);
  return out;
}

function replaced(root: Node, path: readonly number[], by: (part: Node) => Node): Node {
  const [first, ...rest] = path;
  if (first === undefined) return by(root);
  if (root.kind !== 'apply') return root;
  return apply(
    root.op,
    root.args.map((a, i) => (i === first ? replaced(a, rest, by) : a)),
    root.attr,
  );
}

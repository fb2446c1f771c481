/** Taking formulas apart as a student sees them: factors, numerator and denominator, outer and inner function. */
import { printText } from '../expr/print/text.ts';
import { type Apply, int, isNum, type Node } from '../ir/node.ts';
import { apply as rawApply } from '../ir/op.ts';
import { isScalar } from '../ir/shape.ts';
import { mul, pow } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';

/** The formula in a message; long ones are cut. */
export function shown(n: Node): string {
  const text = printText(n);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Factors of nested products. */
export function factorsOf(n: Node): readonly Node[] {
  return isOp(n, 'mul') ? n.args.flatMap(factorsOf) : [n];
}

export const termsOf = (n: Node): readonly Node[] => (isOp(n, 'add') ? n.args.flatMap(termsOf) : [n]);

export interface Fraction {
  readonly numerator: readonly Node[];
  /** Bases of negative powers, with the sign turned. */
  readonly denominator: readonly Node[];
}

export function fractionOf(n: Node): Fraction {
  const numerator: Node[] = [];
  const denominator: Node[] = [];
  for (const f of factorsOf(n)) {
    const [base, exponent] = isOp(f, 'pow') ? f.args : [];
    if (base !== undefined && exponent?.kind === 'num' && exponent.approx < 0 && isScalar(f.shape)) {
      // Below the bar stands base^|exponent|.
      denominator.push(pow(base, mul([int(-1), exponent])));
    } else numerator.push(f);
  }
  return { numerator, denominator };
}

/** Operations of one argument that are applied entry by entry. */
const FUNCTIONS = new Set(
  'sin cos tan asin acos atan sinh cosh tanh exp log log2 log10 cbrt abs sigmoid relu softplus gelu erf'.split(' '),
);

/** An outer function and what stands in it: sin(g), g^3, 2^g. `apply` puts something else in. */
export interface Composition {
  readonly inner: Node;
  readonly apply: (inner: Node) => Node;
  /** The outer derivative at the inner function. */
  readonly outer: (inner: Node) => Node;
}

export function compositionOf(n: Apply, depends: (part: Node) => boolean): Composition | null {
  const [first, second] = n.args;
  if (first === undefined) return null;
  if (n.args.length === 1 && FUNCTIONS.has(n.op.name)) return composed(n, first, (g) => n.op.build([g], n.attr), 0);
  if (n.op.name !== 'pow' || second === undefined) return null;
  if (depends(first) && !depends(second) && !isNum(second, 1)) return composed(n, first, (g) => pow(g, second), 0);
  if (!depends(first) && depends(second)) return composed(n, second, (g) => pow(first, g), 1);
  return null;
}

function composed(n: Apply, inner: Node, put: (g: Node) => Node, argument: 0 | 1): Composition {
  return {
    inner,
    apply: put,
    outer: (g) => {
      const args = n.args.map((a, i) => (i === argument ? g : a));
      const at = rawApply(n.op, args, n.attr);
      return n.op.jvp(
        at,
        args.map((_, i) => (i === argument ? int(1) : null)),
      );
    },
  };
}

/** At most so many parts are taken apart. */
const MOST_PARTS = 200;

/** Every part that is an operation, with how the whole looks when it is another. The result may throw ShapeError. */
export function replaceableParts(root: Node): readonly (readonly [Node, (part: Node) => Node])[] {
  const out: (readonly [Node, (part: Node) => Node])[] = [];
  const visit = (n: Node, rebuild: (part: Node) => Node): void => {
    if (n.kind !== 'apply' || out.length > MOST_PARTS) return;
    out.push([n, rebuild]);
    n.args.forEach((a, i) => {
      visit(a, (part) =>
        rebuild(
          rawApply(
            n.op,
            n.args.map((b, k) => (k === i ? part : b)),
            n.attr,
          ),
        ),
      );
    });
  };
  visit(root, (part) => part);
  return out;
}

/** Wrong answers in matrix notation: factors transposed, out of order, a matrix taken for symmetric, a term forgotten. */

import { pullback } from '../calculus/modes.ts';
import { simplify } from '../expr/rewrite.ts';
import { int, type Node, type Sym, symbolsOf } from '../ir/node.ts';
import { apply, ShapeError } from '../ir/op.ts';
import { isScalar } from '../ir/shape.ts';
import { add, mul } from '../ops/arithmetic.ts';
import { isOp } from '../ops/collect.ts';
import { ones } from '../ops/constants.ts';
import { product, transpose } from '../ops/matrix.ts';
import type { Candidate } from './misconception.ts';
import { compositionOf, replaceableParts, shown } from './parts.ts';
import type { MisconceptionId } from './table.ts';

const MOST = 160;

/** Changes of the finished formula: what a student writes who has the right parts in the wrong form. */
export function formCandidates(key: Node): readonly Candidate[] {
  const out: Candidate[] = [];
  const put = (make: () => Node, id: MisconceptionId, message: string): void => {
    if (out.length >= MOST) return;
    const node = formed(make);
    if (node !== null) out.push({ node, slips: [{ id, message }] });
  };
  for (const [part, rebuild] of replaceableParts(key)) {
    if (!isOp(part, 'matmul')) continue;
    part.args.forEach((f, i) => {
      if (isScalar(f.shape)) return;
      const turned = transpose(f);
      const base = isOp(f, 'transpose') ? shown(turned) : `${shown(f)}`;
      const wanted = isOp(f, 'transpose')
        ? `the transpose of ${base} belongs`
        : `${base} itself belongs, not its transpose`;
      put(
        () => rebuild(product(part.args.map((g, k) => (k === i ? turned : g)))),
        'transposed-factor',
        `In ${shown(part)}, a factor is transposed wrongly: ${wanted}.`,
      );
      for (let j = i + 1; j < part.args.length; j += 1) {
        const other = part.args[j] as Node;
        const swapped = part.args.map((g, k) => (k === i ? other : k === j ? f : g));
        put(
          () => rebuild(product(swapped)),
          'factors-out-of-order',
          `The factors of ${shown(part)} stand in another order; matrix products do not commute.`,
        );
      }
    });
  }
  for (const s of symbolsOf(key)) {
    if (s.shape.length !== 2 || s.shape[0] !== s.shape[1] || s.shape[0] === 1) continue;
    const message = `${s.name} was taken for symmetric: ${s.name} and its transpose both belong in the answer.`;
    put(
      () => replaceNodes(key, (n) => (isOp(n, 'transpose') && n.args[0] === s ? s : null)),
      'assumed-symmetric',
      message,
    );
    put(
      () => replaceNodes(key, (n) => (isOp(n, 'transpose') && n.args[0] === s ? n : n === s ? transpose(s) : null)),
      'assumed-symmetric',
      message,
    );
  }
  return out;
}

/** Changes on the way: a contribution of the reverse sweep left out, or a local derivative wrong. */
export function sweepCandidates(of: Node, wrt: Sym, asRow: boolean): readonly Candidate[] {
  if (!isScalar(of.shape)) return [];
  const out: Candidate[] = [];
  const finish = (n: Node): Node => simplify(asRow ? transpose(n) : n);
  const sweep = pullback(of, ones(of.shape), [wrt]);
  const own = sweep.find((a) => a.node.kind === 'sym' && a.node.name === wrt.name);
  const put = (node: Node | null, id: MisconceptionId, message: string): void => {
    if (node !== null && out.length < MOST) out.push({ node, slips: [{ id, message }] });
  };
  // A use of the variable left out: of the same product, or of another path.
  if (own && own.contributions.length > 1) {
    own.contributions.forEach((c, i) => {
      const host = hostOf(c.from, of);
      const same = own.contributions.some((o, k) => k !== i && hostOf(o.from, of) === host);
      const node = formed(() => finish(add(own.contributions.filter((_, k) => k !== i).map((o) => o.value))));
      if (same)
        put(
          node,
          'product-rule-missing-term',
          `${wrt.name} stands more than once in ${shown(host)}; the product rule has one term for each.`,
        );
      else
        put(
          node,
          'unaccumulated-path',
          `The path through ${shown(c.from)} was forgotten: the contributions of all paths add up.`,
        );
    });
  }
  for (const { node, contributions } of sweep) {
    if (node.kind !== 'apply') continue;
    // A shared intermediate: one of its paths forgotten.
    if (contributions.length > 1 && node !== of) {
      contributions.forEach((c, i) => {
        const rest = formed(() =>
          finish(resume(of, node, add(contributions.filter((_, k) => k !== i).map((o) => o.value)), wrt)),
        );
        put(
          rest,
          'unaccumulated-path',
          `The path through ${shown(c.from)} was forgotten: the contributions of all paths add up.`,
        );
      });
    }
    const c = compositionOf(node, () => true);
    if (c === null || node === of) continue;
    const g = sweep.find((a) => a.node === node)?.adjoint;
    if (g === undefined || c.inner.kind === 'sym') continue;
    // The local derivative of an elementwise function left out.
    put(
      formed(() => finish(resume(of, c.inner, g, wrt))),
      'dropped-outer-derivative',
      `The derivative of ${node.op.name} in ${shown(node)} is missing.`,
    );
    const at = formed(() => finish(resume(of, c.inner, local(node, g), wrt)));
    if (['sigmoid', 'tanh', 'relu', 'softplus', 'gelu'].includes(node.op.name))
      put(
        at,
        'evaluated-elsewhere',
        `The derivative of ${node.op.name} was taken at its output; it belongs at its input ${shown(c.inner)}.`,
      );
  }
  return out;
}

/** The operation that uses a value, seen through transposes: x' in x'*B*x is used by the product. */
function hostOf(use: Node, root: Node): Node {
  if (!isOp(use, 'transpose')) return use;
  const user = replaceableParts(root).find(([part]) => part.kind === 'apply' && part.args.includes(use));
  return user === undefined ? use : hostOf(user[0], root);
}

/** The pullback of an elementwise function evaluated at its output. */
function local(node: Node & { readonly kind: 'apply' }, g: Node): Node {
  const outer = apply(node.op, [node], node.attr);
  return node.op.vjp(outer, 0, g);
}

/** The adjoint of the variable when a part has this cotangent, by the paths through that part and past it. */
function resume(of: Node, part: Node, cotangent: Node, wrt: Sym): Node {
  const through =
    pullback(part, cotangent, [wrt]).find((a) => a.node.kind === 'sym' && a.node.name === wrt.name)?.adjoint ?? null;
  const whole = pullback(of, ones(of.shape), [wrt]);
  const right = whole.find((a) => a.node === part)?.adjoint;
  const throughRight =
    right === undefined
      ? null
      : (pullback(part, right, [wrt]).find((a) => a.node.kind === 'sym' && a.node.name === wrt.name)?.adjoint ?? null);
  const all = whole.find((a) => a.node.kind === 'sym' && a.node.name === wrt.name)?.adjoint;
  if (through === null || throughRight === null || all === undefined) throw new RangeError('no path through this part');
  return add([all, mul([int(-1), throughRight]), through]);
}

function formed(make: () => Node): Node | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof ShapeError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Replaces nodes where `by` gives another. */
function replaceNodes(root: Node, by: (n: Node) => Node | null): Node {
  const hit = by(root);
  if (hit !== null) return hit;
  if (root.kind !== 'apply') return root;
  return root.op.build(
    root.args.map((a) => replaceNodes(a, by)),
    root.attr,
  );
}

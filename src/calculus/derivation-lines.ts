/** Working a formal derivative down to a result, one textbook rule per line. */
import { substitute } from '../expr/rewrite.ts';
import { type Apply, dependsOn, type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { mul } from '../ops/arithmetic.ts';
import { arg } from '../ops/define.ts';
import { derivativeOp, formalDerivative } from './derivation-formal.ts';
import { type Applied, applyRule, type Inner, innerOf, unworked } from './derivation-rules.ts';
import { type Named, RULES, type Step, wholeStep } from './derivation-step.ts';

export type Detail = 1 | 2 | 3;

/** Beyond these a derivation is no longer read line by line; the rest becomes one line. */
const LINE_LIMIT = 120;
const SIZE_LIMIT = 4000;

interface Work {
  readonly part: Node;
  readonly start: Node;
  readonly goal: Node;
  readonly detail: Detail;
  readonly rule: (of: Node) => Applied;
  /** Whether this formal derivative is left to the caller (an entry of the variable). */
  readonly leave: (of: Node) => boolean;
}

/** ∂f/∂x for a scalar variable, from the formal derivative to `goal`. */
export function scalarLines(part: Node, f: Node, x: Sym, goal: Node, detail: Detail): readonly Step[] {
  const inner: Inner = detail === 3 ? (u) => unworked(u, x) : innerOf(x);
  const start = formalDerivative(f, [x]);
  const rule = (of: Node): Applied => applyRule(of, x, inner);
  const lines = workDown({ part, start, goal, detail, rule, leave: () => false });
  const end = lines[lines.length - 1]?.after ?? start;
  const all = end === goal ? lines : [...lines, wholeStep('simplify', part, end, goal)];
  return detail === 1 ? condensed(all) : all;
}

/** Applies rules to the leftmost formal derivative, and to all others that take the same rule. */
export function workDown(work: Work): readonly Step[] {
  const steps: Step[] = [];
  let line = work.start;
  for (;;) {
    const open = formalIn(line).filter((d) => !work.leave(arg(d.args, 0)));
    const first = open[0];
    if (!first) return steps;
    if (steps.length >= LINE_LIMIT || line.size > SIZE_LIMIT) {
      steps.push(wholeStep('combined', work.part, line, work.goal));
      return steps;
    }
    const spelled = work.detail === 3 ? substitutionLines(work, line, first) : null;
    if (spelled) {
      steps.push(...spelled);
      line = spelled[spelled.length - 1]?.after ?? line;
      continue;
    }
    const applied = work.rule(arg(first.args, 0));
    const changes = new Map<Node, Node>([[first, applied.after]]);
    for (const other of open.slice(1)) {
      const also = work.rule(arg(other.args, 0));
      if (also.rule === applied.rule && also.name === applied.name) changes.set(other, also.after);
    }
    const after = replaced(line, changes);
    steps.push(focused(applied, work.part, line, after, first, applied.after, []));
    line = after;
  }
}

function focused(
  { rule, name, source }: Pick<Applied, 'rule' | 'name' | 'source'>,
  part: Node,
  before: Node,
  after: Node,
  from: Node,
  to: Node,
  where: readonly Named[],
): Step {
  return {
    rule,
    name,
    part,
    before,
    after,
    path: pathTo(before, from) ?? [],
    focus: { before: from, after: to },
    source,
    moving: [],
    where,
    factors: [],
  };
}

/** The chain rule spelled out: u = g(x), derivative in u times derivative of u, and u put back. */
function substitutionLines(work: Work, line: Node, open: Apply): readonly Step[] | null {
  const f = arg(open.args, 0);
  const x = arg(open.args, 1);
  if (f.kind !== 'apply' || x.kind !== 'sym' || !isScalar(f.shape)) return null;
  const inner = arg(f.args, 0);
  const othersStill = f.args.slice(1).every((a) => !dependsOn(a, x));
  const isChain = f.args.length === 1 || f.op.name === 'pow';
  if (!isChain || !othersStill || inner === x || !dependsOn(inner, x) || !isScalar(inner.shape)) return null;
  const u = freshName(line);
  const outer = f.op.build([u, ...f.args.slice(1)], f.attr);
  const where = [{ name: u, value: inner }];
  const product = mul([formalDerivative(outer, [u]), formalDerivative(inner, [x])]);
  const one = replaced(line, new Map([[open, product]]));
  const substitution = { rule: 'substitution', ...RULES.substitution };
  const outerRule = applyRule(outer, u, innerOf(u));
  const du = formalDerivative(outer, [u]);
  const two = replaced(one, new Map([[du, outerRule.after]]));
  const three = substitute(two, new Map([[u.name, inner]]));
  return [
    focused(substitution, work.part, line, one, open, product, where),
    focused(outerRule, work.part, one, two, du, outerRule.after, where),
    wholeStep('back-substitution', work.part, two, three, { where }),
  ];
}

function freshName(line: Node): Sym {
  const taken = new Set(symbolsOf(line).map((s) => s.name));
  for (const name of ['u', 'v', 'w', 's', 'r']) if (!taken.has(name)) return sym(name);
  let k = 1;
  while (taken.has(`u${k}`)) k += 1;
  return sym(`u${k}`);
}

/** Formal derivatives in reading order, each once; not those inside others. */
export function formalIn(line: Node): readonly Apply[] {
  const found = new Set<Apply>();
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (n.kind !== 'apply' || seen.has(n)) return;
    seen.add(n);
    if (n.op === derivativeOp) found.add(n);
    else n.args.forEach(visit);
  };
  visit(line);
  return [...found];
}

/** The line with some parts exchanged, in normal form around them. */
export function replaced(line: Node, changes: ReadonlyMap<Node, Node>): Node {
  const done = new Map<Node, Node>(changes);
  const visit = (n: Node): Node => {
    const known = done.get(n);
    if (known) return known;
    if (n.kind !== 'apply' || n.op === derivativeOp) return n;
    const args = n.args.map(visit);
    const out = args.every((a, i) => a === n.args[i]) ? n : n.op.build(args, n.attr);
    done.set(n, out);
    return out;
  };
  return visit(line);
}

/** Argument positions from the root to the first occurrence of `target`. */
export function pathTo(root: Node, target: Node): readonly number[] | null {
  if (root === target) return [];
  if (root.kind !== 'apply') return null;
  for (const [i, a] of root.args.entries()) {
    const below = pathTo(a, target);
    if (below) return [i, ...below];
  }
  return null;
}

/** A whole derivation in a few lines: the first rule, all others at once, the simplified result. */
export function condensed(steps: readonly Step[]): readonly Step[] {
  const [first, ...rest] = steps;
  const last = rest[rest.length - 1];
  if (!first || !last || steps.length <= 3) return steps;
  const middle = last.rule === 'simplify' || last.rule === 'collect' ? rest.slice(0, -1) : rest;
  const tail = middle.length === rest.length ? [] : [last];
  const from = middle[0];
  const to = middle[middle.length - 1];
  if (!from || !to) return steps;
  const names = [...new Set(middle.map((s) => s.name))].join(', ');
  const where = [...new Map(middle.flatMap((s) => s.where).map((w) => [w.name.name, w])).values()];
  return [first, wholeStep('combined', first.part, from.before, to.after, { name: names, where }), ...tail];
}

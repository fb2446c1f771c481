/**
 * Derivatives in arrays, in matrix notation: intermediate values get names, differentials run from the result
 * inward (dL = 2eᵀ de, de = −Φ dθ), and the derivative is read off what multiplies dθ.
 */
import { simplify, substitute } from '../expr/rewrite.ts';
import { type Apply, dependsOn, type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { isColumn, isRow, isScalar } from '../ir/shape.ts';
import { isOp } from '../ops/collect.ts';
import { arg } from '../ops/define.ts';
import { trace } from '../ops/linear-algebra.ts';
import { product, transpose } from '../ops/matrix.ts';
import { differentialOp, differentialSymbol, formalDerivative, written } from './derivation-formal.ts';
import { condensed, type Detail } from './derivation-lines.ts';
import { type Factor, type Named, type Step, wholeStep } from './derivation-step.ts';
import { coefficientOf } from './linear-form.ts';
import { toMatrixForm } from './matrix-form.ts';
import { pushforward, reverseGradient } from './modes.ts';

const tidy = (n: Node): Node => toMatrixForm(simplify(n));

/** Operations that are linear in everything they take: their arguments need no names. */
const LINEAR = new Set(['add', 'transpose', 'trace', 'sum', 'mean', 'diag', 'vec', 'index', 'grid', 'tuple', 'unvec']);

/** Steps to ∂f/∂x for a scalar f, or a column f of a column x; null where there is no matrix notation. */
export function matrixSteps(f: Node, x: Sym, goal: Node, detail: Detail): readonly Step[] | null {
  if (!isScalar(f.shape) && !(isColumn(f.shape) && isColumn(x.shape))) return null;
  if (!dependsOn(f, x)) return [wholeStep('constant', formalDerivative(f, [x]), formalDerivative(f, [x]), goal)];
  const where = named(f, x);
  const short = abbreviated(f, where);
  const part = apply(differentialOp, [f]);
  const names = where.map((w) => w.name);
  const seeds = new Map([x, ...names].map((s): [Sym, Node] => [s, differentialSymbol(s)]));
  const differentialOf = (n: Node): Node | null => {
    const t = pushforward(simplify(n), seeds);
    return t && tidy(t);
  };
  let line = differentialOf(short);
  if (line === null) return null;
  const lines: Step[] = [];
  const push = (step: Step): void => {
    if (step.before !== step.after) lines.push(step);
  };
  push({
    ...wholeStep('differential', part, part, written(line), { where }),
    name: ruleName(short),
    rule: ruleId(short),
  });
  for (const { name, value } of [...where].reverse()) {
    const dv = differentialSymbol(name);
    if (!dependsOn(line, dv)) continue;
    const inner = differentialOf(value);
    if (inner === null) return null;
    const next = tidy(substitute(line, new Map([[dv.name, inner]])));
    const before = written(line);
    push({
      ...wholeStep('differential', part, before, written(next), { where }),
      rule: ruleId(value),
      name: ruleName(value),
      focus: { before: written(dv), after: written(inner) },
    });
    line = next;
  }
  const dx = differentialSymbol(x);
  const m = coefficient(line, dx, f);
  if (m === null) return null;
  push(wholeStep('collect', part, written(line), written(timesDifferential(m, dx)), { where }));
  const shown = detail === 1 ? condensed(lines) : detail === 3 ? [...apart(where, differentialOf, x), ...lines] : lines;
  const derivativePart = formalDerivative(f, [x]);
  const identify = wholeStep('identify', derivativePart, derivativePart, m, { where, factors: factorsOf(m) });
  return m === goal
    ? [...shown, identify]
    : [...shown, identify, wholeStep('names', derivativePart, m, goal, { where })];
}

/** Each named value's own differential, before they are put together. */
function apart(where: readonly Named[], differentialOf: (n: Node) => Node | null, x: Sym): readonly Step[] {
  return where.flatMap(({ name, value }, k) => {
    const inner = differentialOf(value);
    const part = apply(differentialOp, [name]);
    if (inner === null || !(dependsOn(value, x) || k > 0)) return [];
    const before = apply(differentialOp, [value]);
    return [
      {
        ...wholeStep('differential', part, before, written(inner), { where }),
        name: ruleName(value),
        rule: ruleId(value),
      },
    ];
  });
}

const ruleId = (n: Node): string => (n.kind === 'apply' ? outer(n).op.rule.id : 'differential');
const ruleName = (n: Node): string => (n.kind === 'apply' ? `differential: ${outer(n).op.rule.name}` : 'differential');

/** ‖e‖² is the norm's rule, −x the rule of x: what a person would name. */
function outer(n: Apply): Apply {
  const inside = n.args.find((a): a is Apply => a.kind === 'apply' && a.args.length > 0);
  const scaled = isOp(n, 'mul') && n.args.filter((a) => a.kind === 'apply').length === 1;
  return inside && (scaled || isOp(n, 'transpose') || (isOp(n, 'pow') && isOp(inside, 'norm'))) ? outer(inside) : n;
}

/** M with line = M·dx (columns), or the gradient in x's own shape for a scalar line. */
function coefficient(line: Node, dx: Sym, f: Node): Node | null {
  if (isColumn(f.shape)) {
    const m = coefficientOf(line, dx);
    return m && !dependsOn(m, dx) ? tidy(m) : null;
  }
  const g = reverseGradient(line, [dx])[0];
  if (!g) return null;
  const tidied = tidy(isColumn(dx.shape) || dx.shape.length === 1 ? transpose(g) : g);
  return dependsOn(tidied, dx) ? null : tidied;
}

/** M·dx, or tr(Gᵀ dX) for a matrix. */
function timesDifferential(m: Node, dx: Sym): Node {
  if (isColumn(dx.shape) || dx.shape.length === 1) return product([m, dx]);
  if (isRow(dx.shape)) return product([m, transpose(dx)]);
  return trace(product([transpose(m), dx]));
}

function factorsOf(m: Node): readonly Factor[] {
  const chain = isOp(m, 'mul') ? arg(m.args, m.args.length - 1) : m;
  if (!isOp(chain, 'matmul')) return [{ node: m, shape: m.shape }];
  return chain.args.map((node) => ({ node, shape: node.shape }));
}

// ---- names ------------------------------------------------------------------------------------------------

/** Intermediate values worth a name, innermost first; each value is written in terms of the ones before. */
function named(f: Node, x: Sym): readonly Named[] {
  const found = worthNaming(f, x);
  // eᵀ of a quadratic form is no value of its own: the column is named.
  const worth = found.filter((n) => !(isRow(n.shape) && found.includes(transpose(n))));
  const taken = new Set([...symbolsOf(f), x].map((s) => s.name));
  const out: Named[] = [];
  const kinds = new Map<string, number>();
  for (const n of worth) kinds.set(kindOf(n), (kinds.get(kindOf(n)) ?? 0) + 1);
  for (const n of worth) {
    const name = sym(freeName(kindOf(n), (kinds.get(kindOf(n)) ?? 0) > 1, taken), n.shape);
    taken.add(name.name);
    out.push({ name, value: n });
  }
  return out.map(({ name, value }, k) => ({ name, value: abbreviated(value, out.slice(0, k)) }));
}

const NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['residual', ['e', 'r', 'd']],
  ['affine', ['z', 'a', 'v']],
  ['column', ['h', 'v', 'w']],
  ['matrix', ['M', 'P', 'Q']],
  ['scalar', ['s', 'u', 't']],
]);

function kindOf(n: Node): string {
  if (isScalar(n.shape)) return 'scalar';
  if (!isColumn(n.shape) && !isRow(n.shape)) return 'matrix';
  if (!isOp(n, 'add')) return 'column';
  return n.args.some((t) => isOp(t, 'mul')) ? 'residual' : 'affine';
}

function freeName(kind: string, several: boolean, taken: ReadonlySet<string>): string {
  const stems = NAMES.get(kind) ?? ['u'];
  if (!several) {
    const free = stems.find((s) => !taken.has(s));
    if (free) return free;
  }
  const stem = stems[0] ?? 'u';
  let k = 1;
  while (taken.has(`${stem}_${k}`)) k += 1;
  return `${stem}_${k}`;
}

/** Arguments of nonlinear operations, and nonlinear values that others use nonlinearly; innermost first. */
function worthNaming(f: Node, x: Sym): readonly Node[] {
  const order: Node[] = [];
  const parents = new Map<Node, Apply[]>();
  const seen = new Set<Node>();
  let binds = false;
  const visit = (n: Node): void => {
    if (seen.has(n) || !dependsOn(n, x)) return;
    seen.add(n);
    if (n.kind === 'apply') {
      binds ||= n.op.binds;
      for (const a of n.args) {
        visit(a);
        if (dependsOn(a, x)) parents.set(a, [...(parents.get(a) ?? []), n]);
      }
    }
    order.push(n);
  };
  visit(f);
  // A value under a sum's index has no meaning of its own outside it.
  if (binds) return [];
  const nonlinear = (p: Apply): boolean =>
    !LINEAR.has(p.op.name) && !(PRODUCTS.has(p.op.name) && p.args.filter((a) => dependsOn(a, x)).length < 2);
  const direct = (n: Node): boolean =>
    (parents.get(n) ?? []).some((p) => nonlinear(p) || (isOp(p, 'transpose') && direct(p)));
  const used = (n: Node): boolean => (parents.get(n) ?? []).some((p) => nonlinear(p) || used(p));
  return order.filter((n): n is Apply => {
    if (n.kind !== 'apply' || n === f || isOp(n, 'transpose') || isUnit(n, parents)) return false;
    return direct(n) || (nonlinear(n) && used(n));
  });
}

const PRODUCTS = new Set(['mul', 'matmul', 'hadamard', 'kron']);

/** ‖e‖ under a square and det under a logarithm belong to the operation around them. */
function isUnit(n: Node, parents: ReadonlyMap<Node, readonly Apply[]>): boolean {
  const above = parents.get(n) ?? [];
  if (isOp(n, 'norm')) return above.length > 0 && above.every((p) => isOp(p, 'pow'));
  return isOp(n, 'det') && above.length > 0 && above.every((p) => isOp(p, 'log'));
}

/** The expression with named values replaced by their names. */
function abbreviated(n: Node, names: readonly Named[]): Node {
  const byValue = new Map<Node, Node>(names.map((w) => [w.value, w.name]));
  for (const w of names) if (isColumn(w.value.shape)) byValue.set(transpose(w.value), transpose(w.name));
  const done = new Map<Node, Node>();
  const visit = (m: Node): Node => {
    const name = m === n ? undefined : byValue.get(m);
    if (name) return name;
    if (m.kind !== 'apply' || m.args.length === 0) return m;
    const known = done.get(m);
    if (known) return known;
    const args = m.args.map(visit);
    const rebuilt = args.every((a, i) => a === m.args[i]) ? m : apply(m.op, args, m.attr);
    // Values are written in terms of the names before them, so a rebuilt one may be a named one.
    const out = m === n ? rebuilt : (byValue.get(rebuilt) ?? rebuilt);
    done.set(m, out);
    return out;
  };
  return visit(n);
}

/**
 * Derivations with one rule broken at one place and everything after it followed through: for finding the first wrong
 * line. Every line before the slip has the right value, every line from it on the value that the slip leads to.
 */
import { derivation } from '../calculus/derivation.ts';
import { derivativeOp, differentialOp, formalDerivative, workedOut } from '../calculus/derivation-formal.ts';
import { formalIn, replaced, workDown } from '../calculus/derivation-lines.ts';
import { applyRule, innerOf, unworked } from '../calculus/derivation-rules.ts';
import type { Named, Step } from '../calculus/derivation-step.ts';
import { derive } from '../calculus/derive.ts';
import { printText } from '../expr/print/text.ts';
import { simplify } from '../expr/rewrite.ts';
import { dependsOn, int, type Node, type Sym } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { mul } from '../ops/arithmetic.ts';
import { derivativeOf } from './differentiate.ts';
import { nodeRules } from './entry-candidates.ts';
import { EXACT, Prints } from './fingerprint.ts';
import { formCandidates } from './matrix-candidates.ts';
import type { PartDerivative, Slip } from './misconception.ts';
import { termSigns } from './relations.ts';

/** `left` is the value that the line works out; null where the line goes on with the one before. */
export interface Line {
  readonly left: Node | null;
  readonly right: Node;
  /** Names that the line brings in, and what they stand for. */
  readonly where: readonly Named[];
}

export interface BrokenDerivation {
  readonly lines: readonly Line[];
  /** Place of the first wrong line, from 0. */
  readonly wrong: number;
  readonly slip: Slip;
}

/** The sound derivation of ∂f/∂wrt, written as the broken ones are. */
export function soundLines(f: Node, wrt: readonly Sym[]): readonly Line[] {
  const x = onlyScalar(f, wrt);
  if (x === null) return linesOf(derivation(f, wrt).steps);
  const part = formalDerivative(simplify(f), [x]);
  return linesOf(followed(part, part, x));
}

/** Every derivation with one slip. Throws like `derive`. */
export function brokenDerivations(f: Node, wrt: readonly Sym[]): readonly BrokenDerivation[] {
  const x = onlyScalar(f, wrt);
  if (x !== null) return brokenRules(simplify(f), x).filter((d) => isExactlyOneSlip(d, f, wrt));
  const { steps } = derivation(f, wrt);
  return [...wrongSigns(steps), ...brokenForms(steps).filter((d) => isExactlyOneSlip(d, f, wrt))];
}

function onlyScalar(f: Node, wrt: readonly Sym[]): Sym | null {
  const [x] = wrt;
  return x !== undefined && wrt.length === 1 && isScalar(x.shape) && isScalar(f.shape) ? x : null;
}

/** What of a step is written down. */
type Written = Pick<Step, 'part' | 'after'> & Partial<Pick<Step, 'where'>>;

/** Lines that read alike say nothing twice. */
function linesOf(steps: readonly Written[]): readonly Line[] {
  const out: Line[] = [];
  const named = new Set<string>();
  let part: Node | null = null;
  let text = '';
  for (const step of steps) {
    const shown = printText(step.after);
    if (step.part === part && shown === text) continue;
    const where = (step.where ?? []).filter((w) => !named.has(w.name.name));
    for (const w of where) named.add(w.name.name);
    out.push({ left: step.part === part ? null : step.part, right: step.after, where });
    part = step.part;
    text = shown;
  }
  return out;
}

function brokenRules(f: Node, x: Sym): readonly BrokenDerivation[] {
  const part = formalDerivative(f, [x]);
  const steps = worked(part, part, x);
  const d = derivativeOf({ name: x.name, seeds: new Map([[x, int(1)]]) });
  const open: PartDerivative = (u) => (u === x ? int(1) : dependsOn(u, x) ? unworked(u, x) : null);
  return steps.flatMap((step, k): readonly BrokenDerivation[] => {
    const from = step.focus.before;
    const u = from.kind === 'apply' && from.op === derivativeOp ? from.args[0] : undefined;
    if (u?.kind !== 'apply') return [];
    return nodeRules
      .flatMap((rule) => rule(u, d))
      .flatMap((slip): readonly BrokenDerivation[] => {
        const to = slip.apply(open);
        if (to === null) return [];
        const line = replaced(step.before, new Map([[from, to]]));
        const before = steps.slice(0, k);
        const lines = linesOf([...before, { part, after: line }, ...followed(part, line, x)]);
        const wrong = linesOf([...before, { part, after: line }]).length - 1;
        return [{ lines, wrong, slip: { id: slip.id, message: slip.message } }];
      });
  });
}

/** The rest of the derivation from a wrong line, done correctly. */
function followed(part: Node, start: Node, x: Sym): readonly Written[] {
  const steps = worked(part, start, x);
  const end = steps[steps.length - 1]?.after ?? start;
  return [...steps, { part, after: simplify(end) }];
}

/** A rule per line until nothing is left to differentiate. */
const worked = (part: Node, start: Node, x: Sym): readonly Step[] =>
  workDown({ part, start, goal: start, detail: 2, rule: (of) => applyRule(of, x, innerOf(x)), leave: () => false });

/** The sign lost at some line: every line after it is linear in the one before, and carries the sign on. */
function wrongSigns(steps: readonly Step[]): readonly BrokenDerivation[] {
  const goal = steps[steps.length - 1]?.after;
  if (goal === undefined || printText(goal) === printText(mul([int(-1), goal]))) return [];
  return steps.map((_, k): BrokenDerivation => {
    const turned = steps.map((s, i) => (i < k ? s : { ...s, after: mul([int(-1), s.after]) }));
    const message = 'The sign is wrong from here on: a minus was lost or came in.';
    return {
      lines: linesOf(turned),
      wrong: linesOf(turned.slice(0, k + 1)).length - 1,
      slip: { id: 'missing-minus', message },
    };
  });
}

/** A wrong form of the first line in which nothing is left to differentiate; what follows only simplifies. */
function brokenForms(steps: readonly Step[]): readonly BrokenDerivation[] {
  const last = steps[steps.length - 1];
  if (last === undefined) return [];
  let k = steps.length - 1;
  while (k > 0 && steps[k - 1]?.part === last.part && isWorked(steps[k - 1]?.after ?? last.after)) k -= 1;
  const step = steps[k];
  if (step === undefined || !isWorked(step.after)) return [];
  const before = steps.slice(0, k);
  return [...formCandidates(step.after), ...termSigns(step.after)].flatMap(({ node, slips }) => {
    const [slip] = slips;
    if (slip === undefined) return [];
    const after = [{ part: step.part, after: node }];
    const lines = linesOf([...before, ...after, { part: step.part, after: simplify(node) }]);
    return [{ lines, wrong: linesOf([...before, ...after]).length - 1, slip }];
  });
}

function isWorked(n: Node): boolean {
  if (n.kind !== 'apply') return true;
  return n.op !== derivativeOp && n.op !== differentialOp && n.args.every(isWorked);
}

/** Held against values: the lines from the slip on agree with each other and not with the derivative. */
function isExactlyOneSlip({ lines, wrong }: BrokenDerivation, f: Node, wrt: readonly Sym[]): boolean {
  const from = lines.slice(wrong);
  if (from.some((l) => l.left !== null && l !== from[0]) || formalIn(from[from.length - 1]?.right ?? f).length > 0)
    return false;
  const prints = new Prints(
    { ranges: new Map(), structures: new Map(), sizes: new Map(), at: new Map(), tolerance: EXACT },
    [f, ...lines.map((l) => l.right)],
  );
  const values = prints.all([derive(f, wrt).node, ...from.map((l) => workedOut(l.right, wrt))]);
  const [right, slip] = values;
  if (!right || !slip || prints.agree(slip, right)) return false;
  return values.slice(2).every((v) => prints.agree(v, slip));
}

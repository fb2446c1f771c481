/** Wrong answers for one entry: every rule broken at every place, then two; other variables; forgotten paths. */
import { simplify } from '../expr/rewrite.ts';
import { type Apply, int, type Node, same, symbolsOf } from '../ir/node.ts';
import { isScalar } from '../ir/shape.ts';
import { add } from '../ops/arithmetic.ts';
import { chainRules } from './chain-rules.ts';
import { breaksOf, derivativeOf, differentiate } from './differentiate.ts';
import { powerRules, sumRules, trigRules } from './function-rules.ts';
import { type Break, broken, type Candidate, type Direction, type NodeRule } from './misconception.ts';
import { shown } from './parts.ts';
import { productRules } from './product-rules.ts';
import type { EntryPlan } from './task.ts';

export const nodeRules: readonly NodeRule[] = [chainRules, productRules, powerRules, trigRules, sumRules];

/** Most breaks that are tried two at a time. */
const PAIRED = 40;

const zero = int(0);

/** One slip. */
export function singles(plan: EntryPlan): readonly Candidate[] {
  const [last, ...before] = [...plan.along].reverse();
  if (last === undefined) return [];
  const rest = before.reverse();
  const inner = rest.reduce<Node>((f, along) => simplify(differentiate(f, along) ?? zero), plan.f);
  const out: Candidate[] = [];
  const broken = allBreaks(inner, last);
  for (const slip of broken) out.push({ node: differentiate(inner, last, [slip]) ?? zero, slips: [slip] });
  // A slip in an earlier differentiation, carried on correctly.
  rest.forEach((along, k) => {
    const start = rest.slice(0, k).reduce<Node>((f, d) => simplify(differentiate(f, d) ?? zero), plan.f);
    for (const slip of allBreaks(start, along)) {
      const first = simplify(differentiate(start, along, [slip]) ?? zero);
      const node = [...rest.slice(k + 1), last].reduce<Node>((f, d) => simplify(differentiate(f, d) ?? zero), first);
      out.push({ node, slips: [slip] });
    }
  });
  return [...out, ...otherVariables(inner, last)];
}

/** Two slips at different places. */
export function pairs(plan: EntryPlan): readonly Candidate[] {
  if (plan.along.length !== 1) return [];
  const along = plan.along[0];
  if (along === undefined) return [];
  const broken = allBreaks(plan.f, along).slice(0, PAIRED);
  const out: Candidate[] = [];
  broken.forEach((a, i) => {
    for (const b of broken.slice(i + 1)) {
      if (a.at === b.at) {
        const bare = bareOuter(a, b) ?? bareOuter(b, a);
        if (bare !== null) out.push({ node: differentiate(plan.f, along, [bare]) ?? zero, slips: [a, b] });
        continue;
      }
      out.push({ node: differentiate(plan.f, along, [a, b]) ?? zero, slips: a.id === b.id ? [a] : [a, b] });
    }
  });
  return out;
}

/** A wrong outer derivative, and the inner one dropped: both at the same composition. */
function bareOuter(wrong: Break, dropped: Break): Break | null {
  const { outer } = wrong;
  return outer !== undefined && dropped.id === 'dropped-inner-derivative'
    ? broken(
        wrong.id,
        () => wrong.message,
        wrong.at,
        () => outer,
      )
    : null;
}

function allBreaks(f: Node, along: Direction): readonly Break[] {
  return [...breaksOf(f, along, nodeRules), ...pathBreaks(f, along)];
}

/** A shared intermediate result has one path for each use; each can be forgotten. */
function pathBreaks(root: Node, along: Direction): readonly Break[] {
  const d = derivativeOf(along);
  const uses = new Map<Node, { readonly from: Apply; readonly argument: number }[]>();
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (n.kind !== 'apply' || seen.has(n) || d(n) === null) return;
    seen.add(n);
    n.args.forEach((a, argument) => {
      if (a.kind === 'apply' && a.args.length > 0 && d(a) !== null)
        uses.set(a, [...(uses.get(a) ?? []), { from: n, argument }]);
      visit(a);
    });
  };
  visit(root);
  return [...uses].flatMap(([part, places]) =>
    places.length < 2
      ? []
      : places.map(
          ({ from, argument }): Break =>
            broken(
              'unaccumulated-path',
              () =>
                `${shown(part)} is used in several places; the path through ${shown(from)} was forgotten. The contributions of all paths add up.`,
              from,
              (p) => {
                const tangents = from.args.map((a, i) => (i === argument ? null : p(a)));
                return tangents.some((t) => t !== null) ? from.op.jvp(from, tangents) : null;
              },
            ),
        ),
  );
}

/** Differentiated in another variable, or in several at once. */
function otherVariables(f: Node, along: Direction): readonly Candidate[] {
  const own = [...along.seeds.keys()];
  const others = symbolsOf(f).filter((s) => isScalar(s.shape) && !s.index && !own.some((o) => o.name === s.name));
  const right = differentiate(f, along) ?? zero;
  const derivatives = others
    .map((s) => ({ s, d: differentiate(f, { name: s.name, seeds: new Map([[s, int(1)]]) }) ?? zero }))
    .filter(({ d }) => !same(d, zero));
  const wrong = derivatives.map(
    ({ s, d }): Candidate => ({
      node: d,
      slips: [
        { id: 'wrong-variable', message: `This is the derivative in ${s.name}; asked was the one in ${along.name}.` },
      ],
    }),
  );
  const held = (names: readonly string[], terms: readonly Node[]): Candidate => ({
    node: add([right, ...terms]),
    slips: [
      {
        id: 'not-held-constant',
        message: `A partial derivative in ${along.name} holds ${names.join(', ')} constant; here it was differentiated too.`,
      },
    ],
  });
  const each = derivatives.map(({ s, d }) => held([s.name], [d]));
  const all =
    derivatives.length > 1
      ? [
          held(
            derivatives.map(({ s }) => s.name),
            derivatives.map(({ d }) => d),
          ),
        ]
      : [];
  return [...wrong, ...each, ...all];
}

/** Forward differentiation with rules broken at chosen places; everything else by the operations' own rules. */
import type { Node } from '../ir/node.ts';
import type { Break, Direction, NodeRule, PartDerivative } from './misconception.ts';

/** The derivative along a direction, with the given breaks; null where nothing moves. */
export function differentiate(root: Node, along: Direction, breaks: readonly Break[] = []): Node | null {
  return derivativeOf(along, breaks)(root);
}

/** The same as a function of parts, which share their work. */
export function derivativeOf(along: Direction, breaks: readonly Break[] = []): PartDerivative {
  let mask = 0;
  const seeds = new Map<string, Node>();
  for (const [s, t] of along.seeds) {
    mask |= s.mask;
    seeds.set(s.name, t);
  }
  const broken = new Map<Node, Break>(breaks.map((b) => [b.at, b]));
  const done = new Map<Node, Node | null>();
  const visit = (n: Node): Node | null => {
    if (n.kind === 'num' || (n.mask & mask) === 0) return null;
    if (n.kind === 'sym') return seeds.get(n.name) ?? null;
    const known = done.get(n);
    if (known !== undefined) return known;
    const slip = broken.get(n);
    let out: Node | null;
    if (slip) out = slip.apply(visit);
    else {
      const tangents = n.args.map(visit);
      out = tangents.some((t) => t !== null) ? n.op.jvp(n, tangents) : null;
    }
    done.set(n, out);
    return out;
  };
  return visit;
}

/** Every place at which one of the rules can be broken, outermost first. */
export function breaksOf(root: Node, along: Direction, rules: readonly NodeRule[]): readonly Break[] {
  const d = derivativeOf(along);
  const out: Break[] = [];
  const seen = new Set<Node>();
  const visit = (n: Node): void => {
    if (n.kind !== 'apply' || seen.has(n) || d(n) === null) return;
    seen.add(n);
    for (const rule of rules) out.push(...rule(n, d));
    n.args.forEach(visit);
  };
  visit(root);
  return out;
}

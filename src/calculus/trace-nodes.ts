/** Cutting an expression into the elementary operations of a computation graph, and naming them. */
import { simplify } from '../expr/rewrite.ts';
import { type Apply, isNum, type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { isOp } from '../ops/collect.ts';

/** A node of the graph: its name, and what it computes from the names before it. */
export interface PlannedNode {
  readonly name: Sym;
  readonly local: Node;
}

/** Inputs, then operations in the order of computation, the root last. */
export function nodesOf(root: Node, given: ReadonlyMap<string, Node> | undefined): readonly PlannedNode[] {
  const operations = given && given.size > 0 ? fromAuthor(root, given) : elementary(root);
  const own = new Set(operations.map((o) => o.name.name));
  const inputs = new Map<string, Sym>();
  // Inputs in reading order, whatever the order of the operations that take them.
  for (const s of symbolsOf(root)) if (!own.has(s.name)) inputs.set(s.name, s);
  for (const { local } of operations) for (const s of symbolsOf(local)) if (!own.has(s.name)) inputs.set(s.name, s);
  return [...[...inputs.values()].map((s) => ({ name: s, local: s })), ...ordered(operations)];
}

/** Each after what it uses, otherwise in the order given. */
function ordered(operations: readonly PlannedNode[]): readonly PlannedNode[] {
  const byName = new Map(operations.map((o) => [o.name.name, o]));
  const out: PlannedNode[] = [];
  const placed = new Set<string>();
  const place = (o: PlannedNode): void => {
    if (placed.has(o.name.name)) return;
    placed.add(o.name.name);
    for (const s of symbolsOf(o.local)) {
      const before = byName.get(s.name);
      if (before) place(before);
    }
    out.push(o);
  };
  operations.forEach(place);
  return out;
}

// ---- the author's names -----------------------------------------------------------------------------------

/** Author's nodes may be written in terms of each other or of the inputs alone; either way they end as locals. */
function fromAuthor(root: Node, given: ReadonlyMap<string, Node>): readonly PlannedNode[] {
  const names = [...given].map(([name, value]) => ({ name: sym(name, value.shape), value }));
  const byValue = new Map<Node, Sym>();
  for (const { name, value } of names) {
    byValue.set(value, name);
    byValue.set(simplify(value), name);
  }
  const planned = names.map(({ name, value }) => ({ name, local: inNames(value, byValue, name) }));
  const top = inNames(root, byValue, null);
  return top.kind === 'sym' && given.has(top.name)
    ? endingIn(planned, top.name)
    : [...planned, { name: freeRoot(root, given), local: top }];
}

const endingIn = (nodes: readonly PlannedNode[], last: string): readonly PlannedNode[] => [
  ...nodes.filter((n) => n.name.name !== last),
  ...nodes.filter((n) => n.name.name === last),
];

function freeRoot(root: Node, given: ReadonlyMap<string, Node>): Sym {
  const taken = new Set([...given.keys(), ...symbolsOf(root).map((s) => s.name)]);
  return sym(['f', 'L', 'y', 'out'].find((n) => !taken.has(n)) ?? 'root', root.shape);
}

/** The expression with the values of other nodes replaced by their names, largest first. */
function inNames(n: Node, byValue: ReadonlyMap<Node, Sym>, self: Sym | null): Node {
  const visit = (m: Node, top: boolean): Node => {
    const name = byValue.get(m) ?? (m.kind === 'apply' ? byValue.get(simplify(m)) : undefined);
    if (name && !(top && name === self)) return name;
    if (m.kind !== 'apply' || m.op.binds) return m;
    const args = m.args.map((a) => visit(a, false));
    return args.every((a, i) => a === m.args[i]) ? m : apply(m.op, args, m.attr);
  };
  return visit(n, self !== null);
}

// ---- every elementary operation ---------------------------------------------------------------------------

function elementary(root: Node): readonly PlannedNode[] {
  const shared = new Map<Node, Sym>();
  const out: PlannedNode[] = [];
  const names = freeNames(root);
  const visit = (n: Node, top: boolean): Node => {
    if (n.kind !== 'apply' || symbolsOf(n).length === 0) return n;
    const known = shared.get(n);
    if (known) return known;
    const local = operation(n, (a) => visit(a, false));
    const name = sym(top ? names.root : names.next(), n.shape);
    shared.set(n, name);
    out.push({ name, local });
    return name;
  };
  visit(root, true);
  return out.length > 0 ? out : [{ name: sym(names.root, root.shape), local: root }];
}

/** One operation with its arguments named; signs, quotients and transposes belong to the operation around them. */
function operation(n: Apply, name: (a: Node) => Node): Node {
  const part = (a: Node): Node => {
    if (a.kind === 'apply' && isPartOf(n, a)) return apply(a.op, a.args.map(name), a.attr);
    return name(a);
  };
  if (n.op.binds) return n;
  return apply(n.op, n.args.map(part), n.attr);
}

function isPartOf(whole: Apply, a: Apply): boolean {
  if (isOp(a, 'transpose')) return true;
  if (isOp(whole, 'add')) return isOp(a, 'mul') && a.args.length === 2 && a.args.some((x) => isNum(x, -1));
  if (isOp(whole, 'mul')) {
    const power = a.args[1];
    return isOp(a, 'pow') && power?.kind === 'num' && power.value.n < 0n;
  }
  // ‖v‖² is one operation to everyone.
  return isOp(whole, 'pow') && isOp(a, 'norm');
}

/** a, b, c, … as the lecture does; e is left out (Euler's number), f is kept for the root. */
function freeNames(root: Node): { readonly root: string; readonly next: () => string } {
  const taken = new Set(symbolsOf(root).map((s) => s.name));
  const letters = ['a', 'b', 'c', 'd', 'g', 'h', 'p', 'q', 'r', 's', 'u', 'v', 'w', 'z'].filter((l) => !taken.has(l));
  const top = ['f', 'L', 'F'].find((l) => !taken.has(l)) ?? 'root';
  let next = 0;
  return {
    root: top,
    next: () => {
      const letter = letters[next];
      next += 1;
      return letter ?? `v_${next - letters.length}`;
    },
  };
}

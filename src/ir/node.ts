/**
 * The expression IR: three node kinds, frozen and hash-consed. Operations are open (a node holds its `Op` by
 * reference), so walking the tree needs no registry, and the node set stays closed.
 */
import type { Op } from './op.ts';
import { type Rational, rational, terminatingDecimal, toDouble } from './rational.ts';
import { SCALAR, type Shape } from './shape.ts';

interface Common {
  /** Unique within the process, in order of creation. For maps only: never printed, never ordered by. */
  readonly id: number;
  readonly hash: number;
  readonly shape: Shape;
  /** Bloom mask of the free symbols: `(a.mask & x.mask) !== x.mask` proves that x does not occur in a. */
  readonly mask: number;
  /** Nodes of the tree (shared nodes counted at each occurrence), saturating. */
  readonly size: number;
  readonly depth: number;
}

/** An exact number. `decimal` says that it was typed as a decimal and is shown as one where it terminates. */
export interface Num extends Common {
  readonly kind: 'num';
  readonly value: Rational;
  readonly approx: number;
  /** A safe integer of at most 31 bits: arithmetic on two such needs no bigint. */
  readonly small: boolean;
  readonly decimal: boolean;
}

/** A named value. `index` marks a whole-number index (`p: index`), which is sampled over 1..n. */
export interface Sym extends Common {
  readonly kind: 'sym';
  readonly name: string;
  readonly index: boolean;
}

/** An operation applied to arguments. `attr` is a static argument such as the size of a literal (`2x3`). */
export interface Apply extends Common {
  readonly kind: 'apply';
  readonly op: Op;
  readonly args: readonly Node[];
  readonly attr: string;
}

export type Node = Num | Sym | Apply;

const SIZE_MAX = 1_000_000_000;
let created = 0;

/*
 * Hash-consing through two generations: a hit in the old one moves the node to the young one, and when the
 * young one is full the old one is dropped. Memory stays bounded without weak references (which cost more
 * than the node), and everything in use lately keeps its identity. `same` falls back on structure.
 */
const GENERATION = 1 << 17;
let young = new Map<number, Node | Node[]>();
let old = new Map<number, Node | Node[]>();
let youngCount = 0;

function remember(node: Node): Node {
  if (youngCount >= GENERATION) {
    old = young;
    young = new Map();
    youngCount = 0;
  }
  const bucket = young.get(node.hash);
  if (bucket === undefined) young.set(node.hash, node);
  else if (Array.isArray(bucket)) bucket.push(node);
  else young.set(node.hash, [bucket, node]);
  youngCount += 1;
  return node;
}

/** Empties the table of known nodes: for benchmarks and tests that must not profit from earlier work. */
export function forgetNodes(): void {
  young = new Map();
  old = new Map();
  youngCount = 0;
}

function mix(h: number, k: number): number {
  return (Math.imul(h ^ k, 0x9e3779b1) ^ (h >>> 15)) | 0;
}

const textHashes = new Map<string, number>();
function hashText(s: string): number {
  const found = textHashes.get(s);
  if (found !== undefined) return found;
  let h = 0x811c9dc5;
  for (let i = 0; i < s.length; i += 1) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193);
  if (textHashes.size < 8192) textHashes.set(s, h);
  return h;
}

const smallInts: Num[] = [];

function createNum(value: Rational, approx: number, decimal: boolean, hash: number): Num {
  created += 1;
  return Object.freeze({
    kind: 'num',
    id: created,
    hash,
    shape: SCALAR,
    mask: 0,
    size: 1,
    depth: 1,
    value,
    approx,
    small: value.d === 1n && Math.abs(approx) < 0x40000000 && !decimal,
    decimal,
  });
}

for (let i = -256; i <= 1024; i += 1) smallInts.push(createNum(rational(BigInt(i)), i, false, mix(0x51, i)));

/** The integer node for a safe integer. */
export function int(n: number): Num {
  const found = smallInts[n + 256];
  return found ?? num(rational(BigInt(n)));
}

/** The number node for an exact value; `decimal` only where the author or student typed a decimal. */
export function num(value: Rational, decimal = false): Num {
  const approx = toDouble(value);
  const shown = decimal && value.d !== 1n && terminatingDecimal(value) !== null;
  if (!shown && value.d === 1n) {
    const cached = smallInts[approx + 256];
    if (cached) return cached;
  }
  const hash = mix(mix(hashText(`${value.n}/${value.d}`), 0x52), shown ? 1 : 0);
  const match = (c: Node): boolean =>
    c.kind === 'num' && c.decimal === shown && c.value.n === value.n && c.value.d === value.d;
  const found = lookup(hash, match);
  if (found?.kind === 'num') return found;
  const made = createNum(value, approx, shown, hash);
  remember(made);
  return made;
}

function lookup(hash: number, match: (candidate: Node) => boolean): Node | undefined {
  for (const table of [young, old]) {
    const bucket = table.get(hash);
    if (bucket === undefined) continue;
    const found = Array.isArray(bucket) ? bucket.find(match) : match(bucket) ? bucket : undefined;
    if (found) return table === old ? remember(found) : found;
  }
  return undefined;
}

/** The symbol of this name and shape. Two symbols of one name and different shapes are different. */
export function sym(name: string, shape: Shape = SCALAR, index = false): Sym {
  let hash = mix(hashText(name), index ? 0x54 : 0x53);
  for (const d of shape) hash = mix(hash, typeof d === 'number' ? d : hashText(d));
  const match = (c: Node): boolean =>
    c.kind === 'sym' && c.name === name && c.index === index && c.shape.join() === shape.join();
  const found = lookup(hash, match);
  if (found?.kind === 'sym') return found;
  created += 1;
  const bits = (1 << (hashText(name) & 31)) | (1 << ((hashText(name) >>> 7) & 31));
  const made: Sym = Object.freeze({
    kind: 'sym',
    id: created,
    hash,
    shape,
    mask: bits,
    size: 1,
    depth: 1,
    name,
    index,
  });
  remember(made);
  return made;
}

/**
 * The raw application: no simplification, shape already known. Use an operation's builder (or `apply` in
 * `op.ts`, which infers the shape) unless the shape is at hand.
 */
export function makeApply(op: Op, args: readonly Node[], shape: Shape, attr = ''): Apply {
  let hash = op.hash;
  for (let i = 0; i < args.length; i += 1) hash = mix(hash, (args[i] as Node).hash);
  if (attr !== '') hash = mix(hash, hashText(attr));
  const table1 = young.get(hash);
  const hit1 = table1 === undefined ? undefined : findApply(table1, op, args, attr);
  if (hit1) return hit1;
  const table2 = old.get(hash);
  const hit2 = table2 === undefined ? undefined : findApply(table2, op, args, attr);
  if (hit2) {
    remember(hit2);
    return hit2;
  }
  let mask = 0;
  let size = 1;
  let depth = 0;
  for (const a of args) {
    mask |= a.mask;
    size += a.size;
    if (a.depth > depth) depth = a.depth;
  }
  created += 1;
  const made: Apply = {
    kind: 'apply',
    id: created,
    hash,
    shape,
    mask,
    size: Math.min(size, SIZE_MAX),
    depth: depth + 1,
    op,
    args,
    attr,
  };
  remember(made);
  return made;
}

function findApply(bucket: Node | Node[], op: Op, args: readonly Node[], attr: string): Apply | undefined {
  if (!Array.isArray(bucket)) return isSameApply(bucket, op, args, attr) ? bucket : undefined;
  for (const c of bucket) if (isSameApply(c, op, args, attr)) return c;
  return undefined;
}

function isSameApply(c: Node, op: Op, args: readonly Node[], attr: string): c is Apply {
  if (c.kind !== 'apply' || c.op !== op || c.attr !== attr || c.args.length !== args.length) return false;
  for (let i = 0; i < args.length; i += 1) {
    const a = c.args[i];
    const b = args[i];
    if (a !== b && !(a && b && same(a, b))) return false;
  }
  return true;
}

/** Structural equality; identity for anything built lately. */
export function same(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.hash !== b.hash || a.kind !== b.kind) return false;
  if (a.kind === 'num')
    return b.kind === 'num' && a.decimal === b.decimal && a.value.n === b.value.n && a.value.d === b.value.d;
  if (a.kind === 'sym')
    return b.kind === 'sym' && a.name === b.name && a.index === b.index && a.shape.join() === b.shape.join();
  return b.kind === 'apply' && isSameApply(a, b.op, b.args, b.attr);
}

/** Whether x occurs in the expression (bound names count: rename before asking). */
export function dependsOn(node: Node, x: Sym): boolean {
  if ((node.mask & x.mask) !== x.mask) return false;
  const seen = new Set<Node>();
  const walk = (n: Node): boolean => {
    if (n === x) return true;
    if ((n.mask & x.mask) !== x.mask) return false;
    if (n.kind === 'sym') return same(n, x);
    if (n.kind === 'num' || seen.has(n)) return false;
    seen.add(n);
    return n.args.some(walk);
  };
  return walk(node);
}

/** The free symbols in order of first appearance (left to right). */
export function symbolsOf(node: Node): readonly Sym[] {
  const out: Sym[] = [];
  const seen = new Set<Node>();
  const walk = (n: Node): void => {
    if (n.mask === 0 || seen.has(n)) return;
    seen.add(n);
    if (n.kind === 'sym') out.push(n);
    else if (n.kind === 'apply') {
      const bound = n.op.binds ? n.args[0] : undefined;
      for (const a of n.args) walk(a);
      if (bound) {
        const at = out.findIndex((s) => Object.is(s, bound));
        if (at >= 0) out.splice(at, 1);
        seen.delete(bound);
      }
    }
  };
  walk(node);
  return out;
}

/** Whether the node is this (whole) number, exactly. */
export const isNum = (n: Node, value: number): boolean => n.kind === 'num' && n.approx === value && n.value.d === 1n;

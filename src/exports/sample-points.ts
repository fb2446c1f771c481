/**
 * Points at which a student evaluates a formula by hand: few digits, inside the domain, the value of readable size,
 * and such that foreseen wrong formulas give other values.
 */
import type { FieldKey, PublicField } from '../answers/contract.ts';
import { type Stream, stream } from '../base/random.ts';
import { readAssumptions } from '../expr/equivalent/assumptions.ts';
import { isInexact, structuredMatrix } from '../expr/equivalent/structures.ts';
import { compile } from '../expr/evaluate.ts';
import { bindSizes, sizesOf, substitute, unroll } from '../expr/rewrite.ts';
import { type Node, type Sym, sym, symbolsOf } from '../ir/node.ts';
import { bindShape, concrete, entryCount } from '../ir/shape.ts';
import { ASKED_DIGITS, type Numbers, toleranceOf } from './numbers.ts';

export interface SamplePoint {
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly entries: readonly number[];
  }[];
  readonly value: Numbers;
  /** What each foreseen formula gives here; null where it has no such value. */
  readonly foreseen: readonly (Numbers | null)[];
}

export interface Sampling {
  /** Sizes that letters are bound to, for the student to read. */
  readonly sizes: readonly (readonly [string, number])[];
  readonly points: readonly SamplePoint[];
  /** How many foreseen formulas differ from the key at some point, beyond the tolerance. */
  readonly told: number;
}

export type SamplingFailure = 'assumption' | 'structure' | 'too-many-entries' | 'no-point';

/** More boxes than this for one formula nobody fills in. */
const MOST_ENTRIES = 12;
const CANDIDATES = 400;
/** Complete candidates to choose from. */
const ENOUGH = 24;
const POINT_ROUNDING = { kind: 'digits', digits: ASKED_DIGITS } as const;

/** Draws the points from `seed` alone: the same export has the same points. */
export function samplePoints(
  seed: string,
  field: PublicField,
  key: FieldKey,
  foreseen: readonly Node[],
): Sampling | SamplingFailure {
  if (key.answer === null) return 'no-point';
  const assumptions = readAssumptions(key.domain.assume);
  if (assumptions.equations.length > 0) return 'assumption';
  if ([...key.domain.structures.values()].some(isInexact)) return 'structure';
  const declared = field.variables.map((d) => sym(d.name, d.shape, d.index ?? false));
  const sizes = bindAll([key.answer, ...foreseen, ...declared], key.domain.sizes);
  const prepare = (n: Node): Node => {
    const values = new Map<string, Node>();
    let out = n;
    for (const s of assumptions.substitutions) {
      values.set(s.name, s.value);
      out = substitute(out, values);
      values.clear();
    }
    return unroll(bindSizes(out, sizes));
  };
  const answer = prepare(key.answer);
  const shape = concrete(answer.shape);
  if (shape === null) return 'no-point';
  const entries = entryCount(shape);
  if (entries > MOST_ENTRIES) return 'too-many-entries';
  const valueAt = valuer(answer);
  const wrong = foreseen.map((f) => valuer(prepare(f)));
  const tested = assumptions.tested.map((t) => valuer(prepare(t)));
  const given = new Set(assumptions.substitutions.map((s) => s.name));
  const names = inputsOf([...declared.filter((s) => !given.has(s.name)), answer], sizes);
  if (names === null) return 'no-point';
  const source = stream(`export points ${seed}`);
  const candidates: SamplePoint[] = [];
  for (let k = 0; k < CANDIDATES && candidates.length < ENOUGH; k += 1) {
    const inputs = names.map((s) => ({ name: s.name, shape: concrete(s.shape) ?? [], entries: drawn(s, key, source) }));
    const point = new Map(inputs.map((i) => [i.name, Float64Array.from(i.entries)]));
    const conditions = tested.map((t) => ({
      shape: [],
      points: 1,
      data: Float64Array.from(t(point)?.entries ?? [Number.NaN]),
      error: new Float64Array(1),
    }));
    if (!assumptions.holds(conditions, 0)) continue;
    const value = valueAt(point);
    if (value === null || !isReadable(value)) continue;
    candidates.push({ inputs, value, foreseen: wrong.map((w) => sameSize(w(point), value)) });
  }
  const points = chosen(candidates, entries <= 2 ? 3 : entries <= 4 ? 2 : 1);
  if (points.length === 0) return 'no-point';
  const used = new Set([key.answer, ...declared].flatMap((n) => sizesOf(n)));
  return {
    sizes: [...sizes].filter(([name]) => used.has(name)),
    points,
    told: foreseen.filter((_, f) => points.some((p) => differs(p, f))).length,
  };
}

/** Letters of sizes as small numbers, all different, so that a formula in the wrong shape cannot be put in. */
function bindAll(nodes: readonly Node[], known: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sizes = new Map(known);
  const taken = new Set(sizes.values());
  for (const name of new Set(nodes.flatMap((n) => sizesOf(n)))) {
    if (sizes.has(name)) continue;
    let size = 2;
    while (taken.has(size)) size += 1;
    taken.add(size);
    sizes.set(name, size);
  }
  return sizes;
}

/** The names to be given values, by first occurrence; null where one keeps an unknown size. */
function inputsOf(nodes: readonly Node[], sizes: ReadonlyMap<string, number>): readonly Sym[] | null {
  const found = new Map<string, Sym>();
  for (const n of nodes)
    for (const s of symbolsOf(n))
      if (!found.has(s.name)) found.set(s.name, sym(s.name, bindShape(s.shape, sizes), s.index));
  const all = [...found.values()];
  return all.every((s) => concrete(s.shape) !== null) ? all : null;
}

/** One decimal for scalars, small whole numbers for arrays. */
function drawn(s: Sym, key: FieldKey, source: Stream): readonly number[] {
  const shape = concrete(s.shape) ?? [];
  if (s.index) return [source.integer(1, 2)];
  if (shape.length === 0) return [scalarIn(key.domain.ranges.get(s.name), source)];
  const free = Array.from({ length: entryCount(shape) }, () => source.pick([-3, -2, -1, 1, 2, 3]));
  return structuredMatrix(key.domain.structures.get(s.name) ?? '', shape, free);
}

function scalarIn(range: readonly [number, number] | undefined, source: Stream): number {
  const low = Math.max(range?.[0] ?? Number.NEGATIVE_INFINITY, Math.min(0.2, (range?.[1] ?? 2) - 2));
  const high = Math.min(range?.[1] ?? Number.POSITIVE_INFINITY, low + 2.4);
  // As many decimals as it takes to have some strictly inside.
  for (let scale = 10; scale <= 1e4; scale *= 10) {
    const [from, to] = [Math.floor(low * scale) + 1, Math.ceil(high * scale) - 1];
    if (to - from >= 4) return source.integer(from, to) / scale;
  }
  return (low + high) / 2;
}

type Inputs = ReadonlyMap<string, Float64Array>;

/** The formula as a function of a point, compiled once; null at points that lack one of its names or give no number. */
function valuer(n: Node): (point: Inputs) => Numbers | null {
  const tape = compile([n]);
  return (point) => {
    if (tape.inputs.some((s) => !point.has(s.name))) return null;
    const batch = tape.run(point, 1)[0];
    if (batch === undefined || !batch.data.every(Number.isFinite)) return null;
    return { shape: batch.shape, entries: Array.from(batch.data, (x) => Number(x.toPrecision(14)) + 0) };
  };
}

const sameSize = (a: Numbers | null, b: Numbers): Numbers | null =>
  a !== null && a.shape.join() === b.shape.join() ? a : null;

/** Sizes that fit a box, and not all zero. */
function isReadable({ entries }: Numbers): boolean {
  const most = Math.max(...entries.map(Math.abs));
  return most >= 0.05 && most <= 99_999 && entries.every((x) => x === 0 || Math.abs(x) >= 1e-3);
}

function differs(p: SamplePoint, f: number): boolean {
  const wrong = p.foreseen[f];
  if (wrong === null || wrong === undefined) return false;
  const scale = Math.max(...p.value.entries.map(Math.abs));
  return p.value.entries.some(
    (v, e) => Math.abs(v - (wrong.entries[e] ?? Number.NaN)) > 4 * toleranceOf(v, POINT_ROUNDING, scale),
  );
}

/** Greedily: points of other values than those taken before, telling the most foreseen formulas from the key. */
function chosen(candidates: readonly SamplePoint[], count: number): readonly SamplePoint[] {
  const taken: SamplePoint[] = [];
  const told = new Set<number>();
  let rest = candidates;
  while (taken.length < count && rest.length > 0) {
    const gain = (p: SamplePoint): number => p.foreseen.filter((_, f) => !told.has(f) && differs(p, f)).length;
    const fresh = rest.filter((p) => taken.every((t) => t.value.entries.join() !== p.value.entries.join()));
    // A formula such as a constant has one value everywhere: then further points ask nothing new.
    if (fresh.length === 0) break;
    const best = fresh.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    taken.push(best);
    best.foreseen.forEach((_, f) => {
      if (differs(best, f)) told.add(f);
    });
    rest = fresh.filter((p) => p !== best);
  }
  return taken;
}

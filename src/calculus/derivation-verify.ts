/** Every line of a derivation evaluated and held against the one before. */
import { compile } from '../expr/evaluate.ts';
import { printText } from '../expr/print/text.ts';
import { bindSizes, substituteRaw } from '../expr/rewrite.ts';
import { type Node, type Sym, sym } from '../ir/node.ts';
import { bindShape } from '../ir/shape.ts';
import { zeros } from '../ops/constants.ts';
import type { Derivation, Step } from './derivation.ts';
import { differentialSymbol, workedOut } from './derivation-formal.ts';
import { pushforward } from './modes.ts';
import { distinctSizes, samplePoints } from './oracles-points.ts';

export interface LineFault {
  /** Number of the line, from 0. */
  readonly line: number;
  readonly fault: 'not equal' | 'does not follow the line before' | 'no point to compare at';
  /** Largest difference relative to the line's scale. */
  readonly worst: number;
}

const TOLERANCE = 1e-8;

/** The lines that do not hold; none for a sound derivation. Deterministic: the points follow from `seed`. */
export function verifyDerivation(d: Derivation, seed = ''): readonly LineFault[] {
  const sizes = distinctSizes([d.of, ...d.steps.flatMap((s) => [s.before, s.after])], d.wrt);
  const faults: LineFault[] = [];
  const ends = new Map<string, Node>();
  d.steps.forEach((step, line) => {
    const part = [step.part.id, ...step.moving.map((s) => s.name)].join(' ');
    const before = ends.get(part);
    if (before !== undefined && printText(before) !== printText(step.before))
      faults.push({ line, fault: 'does not follow the line before', worst: Number.POSITIVE_INFINITY });
    ends.set(part, step.after);
    const worst = gap(step, d, sizes, seed);
    if (worst === null) faults.push({ line, fault: 'no point to compare at', worst: Number.POSITIVE_INFINITY });
    else if (worst > TOLERANCE) faults.push({ line, fault: 'not equal', worst });
  });
  return faults;
}

/** Largest relative difference between the two sides of a line; null where they share no point. */
function gap(step: Step, d: Derivation, sizes: ReadonlyMap<string, number>, seed: string): number | null {
  const wrt = (step.moving.length > 0 ? step.moving : d.wrt).map((s) =>
    sym(s.name, bindShape(s.shape, sizes), s.index),
  );
  const names = namesOf(step, wrt, sizes);
  const value = (n: Node): Node => substituteRaw(workedOut(bindSizes(n, sizes), wrt, names), names);
  const sides = [value(step.before), value(step.after)];
  const points = samplePoints(sides.slice(0, 1), symbolsToo(sides, wrt), { points: 6, ranges: new Map(), seed });
  if (points.count === 0) return null;
  const [before, after] = compile(sides).run(points.inputs, points.count);
  if (!before || !after || before.data.length !== after.data.length) return Number.POSITIVE_INFINITY;
  let scale = 1;
  for (const v of before.data) scale = Math.max(scale, Math.abs(v));
  let worst = 0;
  before.data.forEach((v, i) => {
    const difference = Math.abs(v - (after.data[i] as number)) / scale;
    worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  });
  return worst;
}

const symbolsToo = (sides: readonly Node[], wrt: readonly Sym[]): readonly Sym[] => [...wrt, ...compile(sides).inputs];

/** What the names of a line stand for, in terms of the variables; and the same for their differentials. */
function namesOf(step: Step, wrt: readonly Sym[], sizes: ReadonlyMap<string, number>): ReadonlyMap<string, Node> {
  const names = new Map<string, Node>();
  for (const { name, value } of step.where) {
    const whole = substituteRaw(bindSizes(value, sizes), names);
    const seeds = new Map(wrt.map((s): [Sym, Node] => [s, differentialSymbol(s)]));
    names.set(name.name, whole);
    names.set(differentialSymbol(name).name, pushforward(whole, seeds) ?? zeros(whole.shape));
  }
  return names;
}

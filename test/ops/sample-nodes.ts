/** Operations at their own sample points, as expressions of symbols with known values. */
import { type Apply, int, type Sym, sym } from '../../src/ir/node.ts';
import { apply, type Op, type SampleValue } from '../../src/ir/op.ts';
import { shapeOf } from '../../src/ir/shape.ts';

export interface Sample {
  readonly op: Op;
  readonly title: string;
  readonly node: Apply;
  /** The symbol of each argument; null where the operation takes a fixed number (indices, powers of matrices). */
  readonly symbols: readonly (Sym | null)[];
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/** Arguments that are whole numbers by nature, not places where something moves. */
const FIXED: Readonly<Record<string, readonly number[]>> = { index: [1, 2], matpow: [1], delta: [0, 1], unit: [0] };

const entriesOf = (v: SampleValue): readonly number[] => (typeof v === 'number' ? [v] : v.entries);

export function samplesOf(op: Op): readonly Sample[] {
  return op.samples.map((row, k) => {
    const symbols = row.map((v, i) => {
      if (FIXED[op.name]?.includes(i)) return null;
      return sym(`a${i}`, typeof v === 'number' ? [] : shapeOf(v.shape));
    });
    const args = row.map((v, i) => symbols[i] ?? int(typeof v === 'number' ? v : 1));
    const values = new Map(row.map((v, i) => [`a${i}`, entriesOf(v)] as const).filter((_, i) => symbols[i] !== null));
    return { op, title: `${op.name} #${k}`, node: apply(op, args, op.sampleAttr), symbols, values };
  });
}

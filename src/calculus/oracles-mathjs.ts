/** mathjs `derivative` as an outside way for scalars. Loading it takes most of a second, so only on request. */
import { printText } from '../expr/print/text.ts';
import { type Node, type Sym, symbolsOf } from '../ir/node.ts';
import type { OutsideWay } from './oracles.ts';

/** What mathjs 15 knows how to differentiate, of our functions. */
const KNOWN = new Set(
  'add mul pow exp log sin cos tan asin acos atan sinh cosh tanh log2 log10 cbrt abs pi e'.split(' '),
);

function isKnown(n: Node): boolean {
  return n.kind !== 'apply' || (KNOWN.has(n.op.name) && n.shape.length === 0 && n.args.every(isKnown));
}

export async function loadMathjs(): Promise<OutsideWay> {
  const { derivative, parse } = await import('mathjs');
  return (f: Node, x: Sym, order: number) => {
    if (!isKnown(f)) return null;
    // Names of ours may be constants or units there; letters and numbers in order of appearance are not.
    const symbols = [...new Map([x, ...symbolsOf(f)].map((s) => [s.name, s])).values()];
    const names = new Map(symbols.map((s, k) => [s.name, `x_${k + 1}`]));
    const source = printText(f).replaceAll(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => names.get(word) ?? word);
    let tree = parse(source);
    for (let k = 0; k < order; k += 1) tree = derivative(tree, 'x_1', { simplify: false });
    const code = tree.compile();
    return (values) => {
      const scope = new Map([...names].map(([ours, theirs]) => [theirs, values.get(ours) ?? Number.NaN]));
      const value: unknown = code.evaluate(scope);
      return typeof value === 'number' ? value : Number.NaN;
    };
  };
}

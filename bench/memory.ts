/** A loop over a million different expressions with their derivatives: npm run bench -- memory 1000000. Memory must level off. */
import { derive } from '../src/calculus/derive.ts';
import { int, sym } from '../src/ir/node.ts';
import { add, mul, pow } from '../src/ops/arithmetic.ts';
import { sinOp } from '../src/ops/elementary.ts';

export async function run([count = '1000000']: readonly string[]): Promise<number> {
  const n = Number(count);
  const x = sym('x');
  const sizes: number[] = [];
  for (let k = 0; k < n; k += 1) {
    derive(add([mul([int(k), pow(x, int((k % 7) + 2))]), sinOp.build([mul([int(k), x])], '')]), [x]);
    if ((k + 1) % (n / 10) === 0) sizes.push(Math.round(process.memoryUsage().rss / 2 ** 20));
  }
  process.stdout.write(`${n} expressions; memory in MB after each tenth: ${sizes.join(' ')}\n`);
  // The second half may not need a third more than the first.
  return Math.max(...sizes.slice(5)) > 1.33 * Math.max(...sizes.slice(0, 5)) ? 1 : 0;
}

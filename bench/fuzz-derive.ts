/**
 * Random and hostile requests through `gradus derive`: npm run bench -- fuzz-derive 100000. Says how many were answered,
 * refused, thrown at, how many took over 50 ms (processor time of this process), and the slowest. Exits 1 when anything
 * was thrown or more than one in ten thousand was slow.
 */
import { answerDerive } from '../src/calculus/derive-request.ts';
import { hostileRequest } from './hostile-requests.ts';

const SLOW_MS = 50;

export async function run([count = '100000', from = '0']: readonly string[]): Promise<number> {
  const [n, start] = [Number(count), Number(from)];
  const counts = { answered: 0, refused: 0, thrown: 0, slow: 0 };
  let worst = { ms: 0, k: -1, expr: '' };
  for (let k = start; k < start + n; k += 1) {
    const request = hostileRequest(k);
    const before = process.cpuUsage();
    try {
      if (answerDerive(request).ok) counts.answered += 1;
      else counts.refused += 1;
    } catch (e) {
      counts.thrown += 1;
      process.stdout.write(
        `thrown at ${k}: ${e instanceof Error ? e.message : String(e)}: ${JSON.stringify(request.expr)}\n`,
      );
    }
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    if (ms > SLOW_MS) {
      counts.slow += 1;
      process.stdout.write(
        `${ms.toFixed(0)} ms at ${k}: d^${request.order} ${request.wrt.join()} ${request.mode} ${JSON.stringify(request.expr.slice(0, 120))}\n`,
      );
    }
    if (ms > worst.ms) worst = { ms, k, expr: request.expr.slice(0, 80) };
  }
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(
    `${n} requests: ${JSON.stringify(counts)}; slowest ${worst.ms.toFixed(0)} ms (${worst.k}); ${memory} MB\n`,
  );
  return counts.thrown > 0 || counts.slow > n / 10_000 ? 1 : 0;
}

// A peer's verdicts on many pairs, with a time limit for each.
import { Worker } from 'node:worker_threads';

const next = (worker, ms) =>
  new Promise((resolve, reject) => {
    const timer = ms === null ? null : setTimeout(() => done(null), ms);
    const done = (value) => {
      clearTimeout(timer);
      worker.removeAllListeners('message');
      worker.removeAllListeners('error');
      resolve(value);
    };
    worker.once('message', done);
    worker.once('error', (e) => {
      clearTimeout(timer);
      reject(e);
    });
  });

/** `[{ verdict, ms }]` in the order of the pairs, `time-out` beyond the limit; null where it is not installed. */
export async function judgeAll(id, pairs, limit = 10_000) {
  const start = async () => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: id });
    const { ready } = await next(worker, null);
    if (ready) return worker;
    await worker.terminate();
    return null;
  };
  let worker = await start();
  if (worker === null) return null;
  const out = [];
  for (const { student, model } of pairs) {
    worker.postMessage({ student, model });
    let answer = null;
    try {
      answer = await next(worker, limit);
    } catch {
      answer = { verdict: 'error', ms: 0 };
      worker = null;
    }
    if (answer === null) await worker.terminate();
    if (answer === null || worker === null) worker = await start();
    out.push(answer ?? { verdict: 'time-out', ms: limit });
  }
  await worker.terminate();
  return out;
}

// Judges pairs one at a time, so that whoever asks can give up on a system that never answers.
import { parentPort, workerData } from 'node:worker_threads';
import { loadPeer } from './adapters.mjs';

const judge = await loadPeer(workerData);
parentPort.postMessage({ ready: judge !== null });
parentPort.on('message', ({ student, model }) => {
  const start = performance.now();
  const verdict = judge(student, model);
  parentPort.postMessage({ verdict, ms: performance.now() - start });
});

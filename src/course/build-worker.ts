/** One worker of `gradus build --jobs N`: renders its share of the class. */
import { parentPort, workerData } from 'node:worker_threads';
import { type BuildFormat, buildShare } from './build.ts';
import { openRoster, openWorkplace } from './workplace.ts';

/** What the main thread hands over; its own check of the files has passed already. */
export interface WorkerJob {
  readonly assignment: string;
  readonly roster: string;
  readonly out: string;
  readonly formats: readonly BuildFormat[];
  readonly part: number;
  readonly of: number;
  /** One byte, set to 1 when the build is to stop. */
  readonly stop: SharedArrayBuffer;
}

async function work(job: WorkerJob): Promise<void> {
  const place = await openWorkplace(job.assignment);
  const roster = await openRoster(job.roster);
  if (!place.ok || !roster.ok) {
    parentPort?.postMessage({
      kind: 'failed',
      issues: [...(place.ok ? [] : place.error), ...(roster.ok ? [] : roster.error)],
    });
    return;
  }
  const flag = new Int8Array(job.stop);
  const report = await buildShare(place.value, roster.value, {
    ...job,
    stopped: () => Atomics.load(flag, 0) === 1,
    progress: () => parentPort?.postMessage({ kind: 'progress' }),
  });
  parentPort?.postMessage(
    report.ok ? { kind: 'done', report: report.value } : { kind: 'failed', issues: report.error },
  );
}

// The worker is started by build-class.ts only, which hands over a WorkerJob.
await work(workerData as WorkerJob);

/** `gradus build` as a whole: one process or several workers, progress, a clean stop, and the manifest at the end. */
import { Worker } from 'node:worker_threads';
import { InternalError, present } from '../base/invariant.ts';
import type { Issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { type BuildFormat, type BuildReport, buildShare, mergeReports, writeManifest } from './build.ts';
import type { WorkerJob } from './build-worker.ts';
import type { Roster } from './roster.ts';
import { workerFile } from './worker-file.ts';
import type { Workplace } from './workplace.ts';

export interface ClassBuild {
  readonly assignmentFile: string;
  readonly rosterFile: string;
  readonly out: string;
  readonly formats: readonly BuildFormat[];
  readonly jobs: number;
  readonly onProgress: (done: number, total: number) => void;
  /** Aborted by Ctrl-C: students in work are finished, the rest is left for the next run. */
  readonly signal: AbortSignal;
}

export async function buildClass(
  place: Workplace,
  roster: Roster,
  build: ClassBuild,
): Promise<Result<BuildReport, readonly Issue[]>> {
  const total = roster.students.length;
  const jobs = Math.max(1, Math.min(build.jobs, total));
  const merged = jobs === 1 ? await alone(place, roster, build, total) : await inWorkers(build, jobs, total);
  if (!merged.ok) return merged;
  await writeManifest(place, roster, build.out, merged.value.papers);
  return merged;
}

const alone = (
  place: Workplace,
  roster: Roster,
  build: ClassBuild,
  total: number,
): Promise<Result<BuildReport, readonly Issue[]>> =>
  buildShare(place, roster, {
    out: build.out,
    formats: build.formats,
    part: 0,
    of: 1,
    stopped: () => build.signal.aborted,
    progress: (done) => build.onProgress(done, total),
  });

async function inWorkers(
  build: ClassBuild,
  jobs: number,
  total: number,
): Promise<Result<BuildReport, readonly Issue[]>> {
  const stop = new SharedArrayBuffer(1);
  const onAbort = (): void => {
    Atomics.store(new Int8Array(stop), 0, 1);
  };
  build.signal.addEventListener('abort', onAbort);
  let done = 0;
  const shares = await Promise.all(
    Array.from({ length: jobs }, (_, part) => {
      const job: WorkerJob = {
        assignment: build.assignmentFile,
        roster: build.rosterFile,
        out: build.out,
        formats: build.formats,
        part,
        of: jobs,
        stop,
      };
      return runWorker(job, () => {
        done += 1;
        build.onProgress(done, total);
      });
    }),
  );
  build.signal.removeEventListener('abort', onAbort);
  const failed = shares.find((s) => !s.ok);
  return failed && !failed.ok ? failed : mergeReports(shares.flatMap((s) => (s.ok ? [s.value] : [])));
}

type Message =
  | { readonly kind: 'progress' }
  | { readonly kind: 'done'; readonly report: BuildReport }
  | { readonly kind: 'failed'; readonly issues: readonly Issue[] };

function runWorker(job: WorkerJob, onProgress: () => void): Promise<Result<BuildReport, readonly Issue[]>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(present(workerFile('build-worker'), 'the built program'), { workerData: job });
    worker.on('message', (message: Message) => {
      if (message.kind === 'progress') onProgress();
      else resolve(message.kind === 'done' ? success(message.report) : failure(message.issues));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code !== 0) reject(new InternalError(`a worker ended with code ${code}`));
    });
  });
}

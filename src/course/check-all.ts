/** `gradus check` over many templates: in this process, or handed out one by one to workers. */
import { Worker } from 'node:worker_threads';
import { InternalError } from '../base/invariant.ts';
import type { Template } from '../problem/template.ts';
import { type CheckedTemplate, checkWhole } from './check.ts';
import type { CheckTargets } from './check-targets.ts';
import type { CheckJob } from './check-worker.ts';
import { workerFile } from './worker-file.ts';

export interface CheckRun {
  readonly targets: CheckTargets;
  /** The folder and names that the targets were opened with: workers open them again. */
  readonly folder: string;
  readonly names: readonly string[];
  readonly seeds: number;
  readonly jobs: number;
  /** Reports in the order of the templates, each as soon as those before it are there. */
  readonly onReport: (report: CheckedTemplate) => void;
}

/** Under so many variants in all, starting workers costs more than they save. */
const ALONE = 400;

export function chosenTemplates({ catalogue, ids }: CheckTargets): readonly Template[] {
  return [...catalogue.templates.values()].filter((t) => ids.length === 0 || ids.includes(t.id));
}

export async function checkAll(run: CheckRun): Promise<void> {
  const templates = chosenTemplates(run.targets);
  const file = workerFile('check-worker');
  const jobs = Math.min(run.jobs, templates.length);
  if (jobs < 2 || file === null || templates.length * run.seeds <= ALONE) {
    for (const t of templates) run.onReport(await checkWhole(t, run.targets.catalogue, run.seeds));
    return;
  }
  const reports = new Map<number, CheckedTemplate>();
  let [next, shown] = [0, 0];
  const take = (k: number, report: CheckedTemplate): void => {
    reports.set(k, report);
    for (let r = reports.get(shown); r !== undefined; r = reports.get(shown)) {
      reports.delete(shown);
      shown += 1;
      run.onReport(r);
    }
  };
  const job: CheckJob = { folder: run.folder, names: run.names, seeds: run.seeds };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(file, { workerData: job });
      let current = -1;
      const give = (): void => {
        const template = templates[next];
        if (template === undefined) {
          worker.postMessage(null);
          return;
        }
        current = next;
        next += 1;
        worker.postMessage(template.id);
      };
      worker.on('message', (report: CheckedTemplate | null) => {
        if (report !== null) take(current, report);
        give();
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        if (code === 0) resolve();
        else reject(new InternalError(`a worker ended with code ${code}`));
      });
    });
  await Promise.all(Array.from({ length: jobs }, one));
}

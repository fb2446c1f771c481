/** One worker of `gradus check`: asks for a template, checks it, asks for the next; null ends it. */
import { parentPort, workerData } from 'node:worker_threads';
import { present } from '../base/invariant.ts';
import { checkWhole } from './check.ts';
import { openTargets } from './check-targets.ts';

export interface CheckJob {
  readonly folder: string;
  readonly names: readonly string[];
  readonly seeds: number;
}

async function work(job: CheckJob): Promise<void> {
  const port = present(parentPort, 'the port of a worker');
  const { catalogue } = await openTargets(job.folder, job.names, false);
  port.on('message', async (id: string | null) => {
    const template = id === null ? undefined : catalogue.templates.get(id);
    if (template === undefined) port.close();
    else port.postMessage(await checkWhole(template, catalogue, job.seeds));
  });
  port.postMessage(null);
}

// The worker is started by check-all.ts only, which hands over a CheckJob.
await work(workerData as CheckJob);

/** `gradus export`: pools of variants of an assignment as files of a learning platform, with everything that is lost. */
import { basename, dirname, join } from 'node:path';
import { type Issue, issue } from '../base/issue.ts';
import { type Stream, stream } from '../base/random.ts';
import { failure, type Result, success } from '../base/result.ts';
import { solutionBlocks } from '../document/build/key.ts';
import type { PaperItem } from '../document/build/paper.ts';
import { stringsFor } from '../document/strings/strings.ts';
import { exportVariant } from '../exports/bundle.ts';
import type {
  ExportBundle,
  ExportItem,
  ExportOptions,
  ExportTarget,
  ExportVariant,
  Loss,
} from '../exports/contract.ts';
import { lossHtml, lossJson } from '../exports/loss-report.ts';
import type { Slot } from '../problem/assignment.ts';
import { fingerprint } from '../problem/fingerprint.ts';
import { instantiate } from '../problem/instantiate.ts';
import type { ProblemInstance } from '../problem/problem-instance.ts';
import { drawShared } from '../problem/shared-data.ts';
import { inLocale, type Template } from '../problem/template.ts';
import { writeFile } from './files.ts';
import { keyItem } from './student-docs.ts';
import type { Workplace } from './workplace.ts';

export interface ExportJob extends ExportOptions {
  readonly target: ExportTarget;
  readonly out: string;
  readonly variants: number;
}

export interface ExportOutcome {
  readonly files: readonly string[];
  readonly losses: readonly Loss[];
}

/** Writes the export and its loss report (`FILE.losses.html`, `FILE.losses.json`). */
export async function exportAssignment(
  place: Workplace,
  job: ExportJob,
): Promise<Result<ExportOutcome, readonly Issue[]>> {
  const bundle = exportBundle(place, job.variants);
  if (!bundle.ok) return bundle;
  const { files, losses } = await job.target.write(bundle.value, job);
  const [first, ...more] = files;
  if (first === undefined)
    return failure([issue('empty-export', `nothing of this assignment can be exported to ${job.target.name}`)]);
  const written = [job.out];
  await writeFile(job.out, first.content);
  for (const file of more) {
    const path = join(dirname(job.out), basename(file.path));
    await writeFile(path, file.content);
    written.push(path);
  }
  const report = { target: job.target.name, assignment: place.assignment.id, losses };
  await writeFile(`${job.out}.losses.html`, lossHtml(report, bundle.value));
  await writeFile(`${job.out}.losses.json`, lossJson(report));
  return success({ files: written, losses });
}

/** N variants of every item; students of the platform draw from these pools, not from the course's own deals. */
function exportBundle(place: Workplace, variants: number): Result<ExportBundle, readonly Issue[]> {
  const { assignment } = place;
  const root = stream(place.secret).fork(`export ${assignment.id}`);
  const items: ExportItem[] = [];
  for (const slot of assignment.slots) {
    const made = exportItem(place, slot, root, variants);
    if (!made.ok) return made;
    items.push(made.value);
  }
  return success({
    assignment: assignment.id,
    title: inLocale(assignment.title, assignment.locale)?.text ?? assignment.id,
    locale: assignment.locale,
    items,
  });
}

function exportItem(place: Workplace, slot: Slot, root: Stream, count: number): Result<ExportItem, readonly Issue[]> {
  const { assignment, catalogue } = place;
  const id = slot.kind === 'use' ? slot.item : slot.name;
  const ids = slot.kind === 'use' ? [slot.template] : slot.templates;
  const lang = assignment.locale.startsWith('de') ? 'de' : 'en';
  const out: ExportVariant[] = [];
  const seen = new Set<string>();
  let title: ExportItem['title'] = [];
  // A small space may hold fewer variants than asked for: a few more draws, then what there is.
  for (let k = 0; out.length < count && k < 3 * count + 8; k += 1) {
    const template = catalogue.templates.get(ids[k % ids.length] ?? '');
    if (template === undefined) return failure([issue('no-template', `there is no template for ${id}`)]);
    const drawn = variantOf(place, template, root.fork(`item ${id}`).fork(`variant ${k}`));
    if (!drawn.ok) return drawn;
    const { public: problem, key } = drawn.value;
    const print = fingerprint(problem);
    if (seen.has(print)) continue;
    seen.add(print);
    title = problem.title;
    const item: PaperItem = {
      id,
      title: problem.title,
      points: slot.points,
      sharedStatement: problem.shared?.statement ?? null,
      statement: problem.statement,
      figure: null,
      fields: problem.fields,
    };
    out.push(exportVariant(drawn.value, solutionBlocks(keyItem(item, key, { lang }), stringsFor({ lang }))));
  }
  return success({ id, title, points: slot.points, variants: out });
}

function variantOf(place: Workplace, template: Template, from: Stream): Result<ProblemInstance, readonly Issue[]> {
  const { locale, layout } = place.assignment;
  const options = { locale, layout, number: () => place.settings.number };
  if (template.data === null) return instantiate(template, from, options);
  const file = place.catalogue.data.get(template.data.text);
  if (file === undefined)
    return failure([issue('no-data', `there is no data file ${template.data.text}`, template.data.place)]);
  const data = drawShared(file, from.fork(`data ${file.id}`));
  return data.ok ? instantiate(template, from, { ...options, data: data.value }) : data;
}

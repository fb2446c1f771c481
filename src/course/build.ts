/** Building a class's papers and keys: dealt in roster order, rendered by workers, every file written whole. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { Dealer, type DealtPaper, dealingOrder } from './deal.ts';
import { fileNames } from './file-names.ts';
import { writeFile } from './files.ts';
import {
  emptyManifest,
  frozenDraws,
  type Manifest,
  type ManifestPaper,
  manifestPaper,
  readManifest,
} from './manifest.ts';
import { toHtml, toPdf } from './render.ts';
import type { Roster, Student } from './roster.ts';
import { paperHeader, publicItems, studentKey, studentPaper } from './student-docs.ts';
import type { Workplace } from './workplace.ts';

export type BuildFormat = 'pdf' | 'html' | 'key';

export interface BuildOptions {
  readonly out: string;
  readonly formats: readonly BuildFormat[];
  /** Share of the class this process renders: students k with k mod `of` = `part`. */
  readonly part: number;
  readonly of: number;
  /** Asked between students: true ends the build cleanly. */
  readonly stopped: () => boolean;
  readonly progress: (done: number, total: number) => void;
}

export interface BuildReport {
  readonly papers: readonly ManifestPaper[];
  /** Layout faults, with student and file. */
  readonly layout: readonly string[];
  readonly rendered: number;
  readonly kept: number;
  readonly complete: boolean;
}

export const manifestFile = (out: string): string => join(out, 'manifest.json');

/** Deals and renders one share of a class. Files of an earlier, interrupted run of the same build are kept. */
export async function buildShare(
  place: Workplace,
  roster: Roster,
  options: BuildOptions,
): Promise<Result<BuildReport, readonly Issue[]>> {
  const { assignment, catalogue, secret } = place;
  const earlier = await readManifest(manifestFile(options.out), assignment.id);
  const names = fileNames(roster.students.map((s) => s.id));
  const dealer = new Dealer({ assignment, catalogue, secret, settings: place.settings });
  const papers: ManifestPaper[] = [];
  const layout: string[] = [];
  let [rendered, kept] = [0, 0];
  const order = dealingOrder(roster.students, (id) => frozenDraws(earlier, id));
  for (const [k, { student, frozen }] of order.entries()) {
    if (options.stopped()) return success({ papers, layout, rendered, kept, complete: false });
    // Everybody is dealt in every share, so that all shares agree on who got what.
    const dealt = dealer.deal(student.id, frozen);
    if (!dealt.ok) return dealt;
    const name = names.get(student.id) ?? student.id;
    const files = filesOf(name, options.formats);
    const paper = manifestPaper(dealt.value, files);
    const mine = k % options.of === options.part;
    if (mine) {
      const done = sameDeal(earlier, paper) && files.every((f) => existsSync(join(options.out, f)));
      if (done) kept += 1;
      else {
        layout.push(...(await renderStudent(place, student, dealt.value, name, options)));
        rendered += 1;
      }
      options.progress(rendered + kept, Math.ceil((roster.students.length - options.part) / options.of));
    }
    // Only its own share knows whether a file is there; the shares' reports are merged.
    papers.push(mine ? paper : { ...paper, files: [] });
  }
  return success({ papers, layout, rendered, kept, complete: true });
}

/** Writes the manifest of a build, papers in the order of the roster. A build that was stopped freezes what it dealt. */
export async function writeManifest(
  place: Workplace,
  roster: Roster,
  out: string,
  papers: readonly ManifestPaper[],
): Promise<Manifest> {
  const of = new Map(papers.map((p) => [p.student, p]));
  const inOrder = roster.students.flatMap((s) => of.get(s.id) ?? []);
  const manifest: Manifest = { ...emptyManifest(place.assignment), papers: inOrder };
  await writeFile(manifestFile(out), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

function filesOf(name: string, formats: readonly BuildFormat[]): readonly string[] {
  const files: string[] = [];
  if (formats.includes('pdf')) files.push(`papers/${name}.pdf`);
  if (formats.includes('html')) files.push(`papers/${name}.html`);
  if (formats.includes('key')) files.push(`keys/${name}.pdf`, `keys/${name}.html`);
  return files;
}

/** Whether an earlier build dealt and wrote just this. */
function sameDeal(earlier: Manifest | null, paper: ManifestPaper): boolean {
  const before = earlier?.papers.find((p) => p.student === paper.student);
  return before !== undefined && JSON.stringify(before) === JSON.stringify(paper);
}

async function renderStudent(
  place: Workplace,
  student: Student,
  paper: DealtPaper,
  name: string,
  options: BuildOptions,
): Promise<readonly string[]> {
  const header = paperHeader(place.course, place.assignment, student, paper.variant);
  const layout: string[] = [];
  const pdf = async (file: string, doc: Parameters<typeof toPdf>[0]): Promise<void> => {
    const made = await toPdf(doc, place.course);
    layout.push(...made.issues.map((issue) => `${file}: ${issue}`));
    await writeFile(join(options.out, file), made.bytes);
  };
  const doc = studentPaper(header, publicItems(paper));
  if (options.formats.includes('pdf')) await pdf(`papers/${name}.pdf`, doc);
  if (options.formats.includes('html'))
    await writeFile(join(options.out, `papers/${name}.html`), await toHtml(doc, place.course));
  if (options.formats.includes('key')) {
    const key = studentKey(header, paper);
    await pdf(`keys/${name}.pdf`, key);
    await writeFile(join(options.out, `keys/${name}.html`), await toHtml(key, place.course));
  }
  return layout;
}

/** Merges the reports of all shares: who was dealt what is the same in each, whose files are written is not. */
export function mergeReports(reports: readonly BuildReport[]): Result<BuildReport, readonly Issue[]> {
  if (reports.length === 0) return failure([]);
  const papers = new Map<string, ManifestPaper>();
  for (const paper of reports.flatMap((r) => r.papers)) {
    const known = papers.get(paper.student);
    if (known === undefined || known.files.length === 0) papers.set(paper.student, paper);
  }
  return success({
    papers: [...papers.values()],
    layout: reports.flatMap((r) => r.layout),
    rendered: reports.reduce((n, r) => n + r.rendered, 0),
    kept: reports.reduce((n, r) => n + r.kept, 0),
    complete: reports.every((r) => r.complete),
  });
}

/** The papers behind stored results, dealt again: for their rubrics, their keys and their feedback pages. */

import { join } from 'node:path';
import type { Judgement } from '../answers/contract.ts';
import type { Issue } from '../base/issue.ts';
import { type Result, success } from '../base/result.ts';
import { Dealer, type DealtPaper, dealingOrder } from './deal.ts';
import { feedbackPage } from './feedback-page.ts';
import { fileNames } from './file-names.ts';
import { writeFile } from './files.ts';
import { answersOf, type GradedPaper, gradePaper } from './grade-paper.ts';
import { frozenDraws, type Manifest } from './manifest.ts';
import { toHtml } from './render.ts';
import type { ResultLine } from './results.ts';
import { REVIEWED } from './review.ts';
import type { Roster } from './roster.ts';
import type { Workplace } from './workplace.ts';

/** Papers of the whole roster, by student: dealt in its order, as the build did. */
export function dealAll(
  place: Workplace,
  roster: Roster,
  manifest: Manifest | null,
): Result<ReadonlyMap<string, DealtPaper>, readonly Issue[]> {
  const { assignment, catalogue, secret, settings } = place;
  const dealer = new Dealer({ assignment, catalogue, secret, settings, confirmed: manifest !== null });
  const papers = new Map<string, DealtPaper>();
  for (const { student, frozen } of dealingOrder(roster.students, (id) => frozenDraws(manifest, id))) {
    const dealt = dealer.deal(student.id, frozen);
    if (!dealt.ok) return dealt;
    papers.set(student.id, dealt.value);
  }
  return success(papers);
}

/** The stored line with today's judgements of its raw answers, for what a page says besides marks. */
export function judgedAgain(place: Workplace, paper: DealtPaper, line: ResultLine): GradedPaper {
  const { judgements } = gradePaper(place, paper, answersOf(line), line.attempt);
  return { line, judgements: judgements.map((own, i) => own.map((j, k) => asStored(j, line, i, k))) };
}

/** Where a person decided, the page says so and shows their words. */
function asStored(judgement: Judgement, line: ResultLine, item: number, field: number): Judgement {
  const stored = line.items[item]?.fields[field];
  if (stored === undefined || stored.code !== REVIEWED) return judgement;
  const said = stored.log.filter((l) => l.code === REVIEWED).at(-1)?.evidence ?? '';
  return {
    ...judgement,
    verdict: stored.verdict,
    code: REVIEWED,
    message: said,
    log: stored.log,
    misconceptions: [],
    parts: [],
  };
}

/** Feedback pages of the given lines, one for each student. */
export async function writeFeedback(
  place: Workplace,
  roster: Roster,
  papers: ReadonlyMap<string, DealtPaper>,
  lines: readonly ResultLine[],
  out: string,
): Promise<void> {
  const names = fileNames(roster.students.map((s) => s.id));
  for (const line of lines) {
    const [student, paper] = [roster.students.find((s) => s.id === line.student), papers.get(line.student)];
    if (student === undefined || paper === undefined) continue;
    const page = feedbackPage(place, student, paper, judgedAgain(place, paper, line));
    await writeFile(
      join(out, 'feedback', `${names.get(student.id) ?? student.id}.html`),
      await toHtml(page, place.course),
    );
  }
}

/** A dealt paper as documents: what the student gets, and the key that stays here. */

import type { FieldKey } from '../answers/contract.ts';
import { NO_TEXT, type RichText } from '../answers/rich-text.ts';
import { derivation } from '../calculus/derivation.ts';
import { buildKey, type KeyField, type KeyItem } from '../document/build/key.ts';
import { buildPaper, type PaperHeader, type PaperItem } from '../document/build/paper.ts';
import { derivationRows, traceTable } from '../document/build/steps.ts';
import type { Blocks, DerivationRow, Doc } from '../document/doc.ts';
import { keyFigure, paperFigure, traceFigure } from '../document/figure/figure.ts';
import { stringsFor, type Voice } from '../document/strings/strings.ts';
import { sym, symbolsOf } from '../ir/node.ts';
import type { Assignment } from '../problem/assignment.ts';
import type { ProblemKey, PublicProblem } from '../problem/problem-instance.ts';
import { inLocale } from '../problem/template.ts';
import type { Course } from './course.ts';
import type { DealtPaper } from './deal.ts';
import type { Student } from './roster.ts';

/** An item without its key: all that a paper is made of. */
export interface PublicItem {
  readonly item: string;
  readonly points: number;
  readonly problem: PublicProblem;
}

export const publicItems = (paper: DealtPaper): readonly PublicItem[] =>
  paper.items.map(({ item, points, instance }) => ({ item, points, problem: instance.public }));

export function paperHeader(
  course: Course,
  assignment: Assignment,
  student: Student,
  variantCode: string,
  attempt = 1,
): PaperHeader {
  const lang = assignment.locale.startsWith('de') ? 'de' : 'en';
  const texts = course.texts.get(lang);
  return {
    assignment: assignment.id,
    title: inLocale(assignment.title, assignment.locale)?.text ?? assignment.id,
    course: course.title,
    lang,
    ...(texts === undefined ? {} : { texts }),
    page: assignment.paper.size ?? course.page,
    columns: assignment.paper.columns,
    student: { id: student.id, name: student.name },
    variantCode,
    attempt,
  };
}

/** Items as they are printed; shared data stands before the first item that uses it. */
export function paperItems(
  items: readonly PublicItem[],
  voice: Voice,
  figureOf: typeof paperFigure = paperFigure,
): readonly PaperItem[] {
  const shown = new Set<string>();
  return items.map(({ item, points, problem }) => {
    const { shared } = problem;
    const first = shared !== null && !shown.has(shared.id);
    if (shared !== null) shown.add(shared.id);
    const sharedStatement: RichText | null = first && shared !== null ? shared.statement : null;
    return {
      id: item,
      title: problem.title,
      points,
      sharedStatement,
      statement: problem.statement,
      figure: problem.figure === null ? null : figureOf(problem.figure, voice),
      fields: problem.fields,
    };
  });
}

/** The student's paper. No key can come in here: there is none in the arguments' types. */
export const studentPaper = (header: PaperHeader, items: readonly PublicItem[]): Doc =>
  buildPaper(header, paperItems(items, header));

export function studentKey(header: PaperHeader, paper: DealtPaper): Doc {
  return buildKey(header, keyItems(paper, header));
}

/** Items with their worked solutions. */
export function keyItems(paper: DealtPaper, voice: Voice): readonly KeyItem[] {
  const items = paperItems(publicItems(paper), voice, keyFigure);
  return paper.items.map((dealt, k) => keyItem(items[k] as PaperItem, dealt.instance.key, voice));
}

export function keyItem(item: PaperItem, key: ProblemKey, voice: Voice): KeyItem {
  const { before, after, replace, detail } = key.solution;
  const fields = key.fields.map((field, k): KeyField => {
    const worked = key.solution.fields[k];
    const publicField = item.fields.find((f) => f.id === field.id);
    const graph = field.trace.length === 0 ? null : traceFigure(field.trace, field.traceInputs ?? new Map(), voice);
    const trace: Blocks =
      field.trace.length === 0 || publicField === undefined
        ? []
        : [...(graph === null ? [] : [graph]), traceTable(field.trace, publicField, stringsFor(voice))];
    // A shape needs no derivation written out.
    const steps = field.trace.length > 0 || publicField?.type === 'shape' ? [] : workedSteps(field, detail);
    // A trace's answer is its table, not the formula it started from.
    return { id: field.id, answer: trace.length > 0 ? NO_TEXT : (worked?.answer ?? NO_TEXT), steps, blocks: trace };
  });
  // The graph with its values stands with the trace, and need not be drawn twice.
  const traced = key.fields.some((f) => f.trace.length > 0);
  return { item: traced ? { ...item, figure: null } : item, before, after, replace, fields };
}

/** The derivation of a field whose answer is a derivative; none for other answers. */
function workedSteps(field: FieldKey, detail: number | null): readonly DerivationRow[] {
  if (field.derivation === null) return [];
  const { of, wrt, order, layout } = field.derivation;
  const symbols = symbolsOf(of);
  const variables = wrt.map((name) => symbols.find((s) => s.name === name) ?? sym(name));
  const level = detail === 1 || detail === 3 ? detail : 2;
  return derivationRows(derivation(of, variables, { order, detail: level, layout: layout ?? 'numerator' }).steps);
}

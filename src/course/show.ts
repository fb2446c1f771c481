/** One variant of a template as text, JSON, LaTeX source, HTML or PDF: for `gradus show`. */

import type { PublicField } from '../answers/contract.ts';
import { type RichText, richSource, richSpeech } from '../answers/rich-text.ts';
import { answerTypes } from '../answers/table.ts';
import { derivation } from '../calculus/derivation.ts';
import { buildKey } from '../document/build/key.ts';
import { buildPaper, type PaperHeader, type PaperItem } from '../document/build/paper.ts';
import type { Doc } from '../document/doc.ts';
import { keyFigure, paperFigure } from '../document/figure/figure.ts';
import { renderLatex } from '../document/latex/render.ts';
import type { Strings, Voice } from '../document/strings/strings.ts';
import { printLatex } from '../expr/print/latex.ts';
import { printText } from '../expr/print/text.ts';
import { sym, symbolsOf } from '../ir/node.ts';
import type { ProblemInstance } from '../problem/problem-instance.ts';
import { keyItem } from './student-docs.ts';

export interface Shown {
  readonly seed: string;
  readonly locale: string;
  readonly instance: ProblemInstance;
  readonly solution: boolean;
  /** The course's own texts; those of the language when absent. */
  readonly texts?: Strings;
}

/** The JSON document of the contract, section 6. `solution` and `answers` only where asked for. */
export function showJson({ seed, instance, solution }: Shown): object {
  const { public: problem, key } = instance;
  const fields = problem.fields.map((f) => ({
    id: f.id,
    label: richSource(f.label),
    question: richSource(f.question),
    type: f.type,
    shape: f.gridShape,
    points: f.points,
    variables: f.variables.map((v) => v.name),
    example: answerTypes.get(f.type)?.placeholder(f) ?? '',
  }));
  const base = {
    id: problem.id,
    seed,
    title: richSource(problem.title),
    statement: {
      html: richHtml(problem.statement),
      text: richSpeech(problem.statement).trim(),
      latex: richSource(problem.statement).trim(),
    },
    definitions: Object.fromEntries(problem.definitions.map((d) => [d.name, d.text])),
    fields,
  };
  if (!solution) return base;
  const answers = problem.fields.flatMap((f, k) => {
    const fieldKey = key.fields[k];
    return fieldKey === undefined
      ? []
      : [
          [
            f.id,
            answerTypes.get(f.type)?.write(f, fieldKey) ?? richSource(key.solution.fields[k]?.answer ?? []),
          ] as const,
        ];
  });
  return { ...base, solution: solutionSteps(instance), answers: Object.fromEntries(answers) };
}

interface ShownStep {
  readonly field: string;
  readonly rule: string;
  readonly text: string;
  readonly latex: string;
  readonly source: string;
}

function solutionSteps(instance: ProblemInstance): readonly ShownStep[] {
  const asked = new Map(instance.public.fields.map((f) => [f.id, f.type]));
  return instance.key.fields.flatMap((field): readonly ShownStep[] => {
    // A shape needs no derivation written out.
    if (field.derivation === null || field.trace.length > 0 || asked.get(field.id) === 'shape') return [];
    const { of, wrt, order, layout } = field.derivation;
    const symbols = symbolsOf(of);
    const variables = wrt.map((name) => symbols.find((s) => s.name === name) ?? sym(name));
    return derivation(of, variables, { order, layout: layout ?? 'numerator' }).steps.map((s) => ({
      field: field.id,
      rule: s.rule,
      text: `${printText(s.part)} = ${printText(s.after)}`,
      latex: `${printLatex(s.part)} = ${printLatex(s.after)}`,
      source: s.source,
    }));
  });
}

/** Words escaped, mathematics between \( and \), paragraphs at blank lines. */
function richHtml(rich: RichText): string {
  const escaped = (t: string): string => t.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const body = rich
    .map((p) =>
      p.kind === 'text' ? escaped(p.text) : p.display ? `\\[${escaped(p.latex)}\\]` : `\\(${escaped(p.latex)}\\)`,
    )
    .join('');
  return body
    .trim()
    .split(/\n\s*\n/)
    .map((p) => `<p>${p.trim()}</p>`)
    .join('');
}

/** Plain text for a terminal: formulas in the expression language's LaTeX source, boxes as lines. */
export function showText(shown: Shown): string {
  const { public: problem } = shown.instance;
  const lines = [
    `${richSource(problem.title)}  [${problem.id}, level ${problem.level}, seed ${shown.seed}, variant ${problem.variant}]`,
    '',
  ];
  if (problem.shared) lines.push(richSource(problem.shared.statement).trim(), '');
  lines.push(richSource(problem.statement).trim(), '');
  problem.fields.forEach((f, k) => {
    lines.push(
      `(${String.fromCharCode(97 + k)}) ${[richSource(f.question), richSource(f.label)].filter((t) => t !== '').join('  ')}  <${f.type}: ${f.id}>`,
    );
    if (shown.solution) lines.push(`    ${solutionLine(shown.instance, f, k)}`);
  });
  if (shown.solution)
    for (const s of solutionSteps(shown.instance)) lines.push(`    ${s.field}: ${s.text}    [${s.rule}]`);
  return `${lines.join('\n')}\n`;
}

function solutionLine(instance: ProblemInstance, field: PublicField, k: number): string {
  const key = instance.key.fields[k];
  const written = key && answerTypes.get(field.type)?.write(field, key);
  return written === undefined
    ? richSource(instance.key.solution.fields[k]?.answer ?? [])
    : typeof written === 'string'
      ? written
      : JSON.stringify(written);
}

/** The variant as a page: the problem, or with `solution` its worked key. */
export function showDoc({ seed, locale, instance, solution, texts }: Shown): Doc {
  const problem = instance.public;
  const lang = locale.startsWith('de') ? 'de' : 'en';
  const voice: Voice = texts === undefined ? { lang } : { lang, texts };
  const points = problem.fields.reduce((s, f) => s + f.points, 0);
  const item: PaperItem = {
    id: problem.id,
    title: problem.title,
    points,
    sharedStatement: problem.shared?.statement ?? null,
    statement: problem.statement,
    figure: problem.figure === null ? null : (solution ? keyFigure : paperFigure)(problem.figure, voice),
    fields: problem.fields,
  };
  const header: PaperHeader = {
    assignment: problem.id,
    title: richSpeech(problem.title),
    course: problem.topic,
    ...voice,
    page: 'a4',
    columns: 1,
    student: { id: 'preview', name: `seed ${seed}` },
    variantCode: problem.variant,
    attempt: 1,
  };
  return solution ? buildKey(header, [keyItem(item, instance.key, voice)]) : buildPaper(header, [item]);
}

/** The page of `showDoc` as LaTeX source that compiles as it stands. */
export const showLatex = (shown: Shown): string => renderLatex(showDoc(shown));

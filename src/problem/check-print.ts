/** The printed forms of a variant and of its worked solution, held against what textbooks print. */
import type { RichText } from '../answers/rich-text.ts';
import type { Issue } from '../base/issue.ts';
import { warning } from '../base/issue.ts';
import { derivation } from '../calculus/derivation.ts';
import type { Step } from '../calculus/derivation-step.ts';
import { printLatex } from '../expr/print/latex.ts';
import { printLint } from '../expr/print/lint.ts';
import { printText } from '../expr/print/text.ts';
import { type Node, sym, symbolsOf } from '../ir/node.ts';
import type { ProblemInstance } from './problem-instance.ts';
import { isTidy } from './tidiness.ts';

type Place = { readonly file: string };

/** Forms in statement, boxes and answers that no textbook prints. */
export function printIssues(instance: ProblemInstance, here: Place): readonly Issue[] {
  const { public: problem, key } = instance;
  const texts: readonly RichText[] = [
    ...(problem.shared === null ? [] : [problem.shared.statement]),
    problem.statement,
    ...problem.fields.flatMap((f) => [f.question, f.label, ...f.items.map((i) => i.text)]),
  ];
  const answers = key.solution.fields.flatMap(({ answer }, k) => {
    const found = formulasOf(answer).flatMap((latex) => faultsOf(latex, 'an answer', here));
    // A rounded 0.333 is meant.
    const rounded = problem.fields[k]?.rounding.kind !== 'exact';
    return rounded ? found.filter((i) => !i.message.includes('a decimal for an exact number')) : found;
  });
  return [...texts.flatMap(formulasOf).flatMap((latex) => faultsOf(latex, 'a text', here)), ...answers];
}

const formulasOf = (text: RichText): readonly string[] =>
  text.flatMap((piece) => (piece.kind === 'math' ? [piece.latex] : []));

const faultsOf = (latex: string, where: string, here: Place): readonly Issue[] =>
  printLint('', latex).map((what) =>
    warning('print', `${where} prints ${what}`, here, 'Write the formula so that no draw prints so.'),
  );

/** The lines of the worked solution of all fields. */
export function solutionSteps(instance: ProblemInstance): readonly Step[] {
  return instance.key.fields.flatMap((field, k): readonly Step[] => {
    if (field.derivation === null || field.trace.length > 0) return [];
    if (instance.public.fields[k]?.type === 'shape') return [];
    const { of, wrt, order, layout } = field.derivation;
    const symbols = symbolsOf(of);
    const variables = wrt.map((name) => symbols.find((s) => s.name === name) ?? sym(name));
    return derivation(of, variables, { order, layout: layout ?? 'numerator' }).steps;
  });
}

export function stepIssues(steps: readonly Step[], calculator: boolean, here: Place): readonly Issue[] {
  return steps.flatMap((step) => {
    const untidy = calculator || isTidyLine(step.after) ? null : step.after;
    return [
      ...faultsOf(printLatex(step.after), 'the worked solution', here),
      ...(untidy === null
        ? []
        : [
            warning(
              'untidy-solution',
              `the worked solution has untidy numbers: ${printText(untidy).slice(0, 80)}`,
              here,
              'Draw smaller numbers, or say `calculator: yes`.',
            ),
          ]),
    ];
  });
}

/** Numbers alone are judged: a constant in the middle of a derivation may be long. */
function isTidyLine(n: Node): boolean {
  if (n.kind === 'num') return isTidy(n);
  return n.kind === 'sym' || n.args.every(isTidyLine);
}

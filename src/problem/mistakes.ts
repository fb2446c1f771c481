/** The misconceptions an author names under `mistakes`, and the wrong answers of one draw. */
import { nearest } from '../base/nearest.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { questionOf } from '../misconceptions/question.ts';
import { misconceptions } from '../misconceptions/table.ts';
import { type WrongAnswer, wrongAnswers } from '../misconceptions/wrong-answers.ts';
import type { Context } from './context.ts';
import { fault } from './fault.ts';
import { atValues } from './operators.ts';
import type { SourceText } from './source/source-node.ts';
import type { Derivation } from './tensor-form.ts';
import { textbook } from './work-out.ts';

/** The ids, checked against the table; null where the author names none. */
export function readMistakes(listed: readonly SourceText[]): ReadonlySet<string> | null {
  if (listed.length === 0) return null;
  return new Set(
    listed.map((at) => {
      const known = misconceptions.find((m) => m.id === at.text.trim());
      if (known !== undefined) return known.id;
      const close = nearest(
        at.text.trim(),
        misconceptions.map((m) => m.id),
      );
      throw fault(
        'unknown-mistake',
        `\`${at.text.trim()}\` is no misconception`,
        at,
        close === undefined ? '`gradus misconceptions` lists them all.' : `Did you mean \`${close}\`?`,
      );
    }),
  );
}

/** The wrong answers that one broken rule gives to a formula of the template, in the layout of the assignment. */
export function wrongAnswersIn(
  answer: Node,
  derivation: Derivation | null,
  layout: 'numerator' | 'denominator',
  context: Context,
): readonly WrongAnswer[] {
  const variables = [...context.variables];
  const at = new Map(
    derivation?.atValues === true
      ? symbolsOf(derivation.of).flatMap((s) => {
          const value = context.valueOf(s.name);
          return value === null ? [] : [[s.name, value] as const];
        })
      : [],
  );
  const question = questionOf(
    {
      answer,
      derivation:
        derivation === null
          ? null
          : {
              of: derivation.of,
              wrt: derivation.wrt.map((s) => s.name),
              order: derivation.order,
              layout,
              ...(derivation.atValues ? { at } : {}),
            },
      domain: {
        ranges: new Map(variables.flatMap(([name, v]) => (v.range === null ? [] : [[name, v.range] as const]))),
        structures: new Map(
          variables.flatMap(([name, v]) => (v.structure === null ? [] : [[name, v.structure] as const])),
        ),
        assume: [],
        sizes: context.sizes,
      },
    },
    { kind: 'exact' },
  );
  if (question === null) return [];
  return wrongAnswers(question, (n) => (derivation?.atValues === true ? atValues(n, context) : textbook(n))).answers;
}

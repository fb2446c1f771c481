/** Lines of a derivation as rows of a document: the value on the left once, each line with the rule's name. */
import type { Step } from '../../calculus/derivation-step.ts';
import { printLatex } from '../../expr/print/latex.ts';
import { printSpeech } from '../../expr/print/speech.ts';
import type { Node } from '../../ir/node.ts';
import type { DerivationRow, Formula, Inline, Inlines } from '../doc.ts';

const EQUALS: Formula = { latex: '=', speech: 'equals' };

/** LaTeX and speech of one expression, so that neither can drift from the other. */
export const formulaOf = (node: Node): Formula => ({ latex: printLatex(node), speech: printSpeech(node) });

export function derivationRows(steps: readonly Step[]): readonly DerivationRow[] {
  let part: Node | null = null;
  return steps.map((step) => {
    const first = step.part !== part;
    part = step.part;
    const row = { relation: EQUALS, right: formulaOf(step.after), note: note(step) };
    return first ? { ...row, left: formulaOf(step.part) } : row;
  });
}

/** "chain rule, with e = y − Φθ" */
function note(step: Step): Inlines {
  const words: Inline[] = [{ kind: 'text', text: step.name }];
  step.where.forEach(({ name, value }, i) => {
    words.push({ kind: 'text', text: i === 0 ? ', with ' : ', ' });
    words.push({ kind: 'formula', formula: equation(name, value) });
  });
  return words;
}

const equation = (name: Node, value: Node): Formula => ({
  latex: `${printLatex(name)} = ${printLatex(value)}`,
  speech: `${printSpeech(name)} equals ${printSpeech(value)}`,
});

/** Lines of a derivation as rows of a document: the value on the left once, each line with the rule's name. */
import type { PublicField, TraceKeyNode } from '../../answers/contract.ts';
import type { Step } from '../../calculus/derivation-step.ts';
import { printLatex } from '../../expr/print/latex.ts';
import { printSpeech } from '../../expr/print/speech.ts';
import { type Node, sym } from '../../ir/node.ts';
import type { Block, DerivationRow, Formula, Inline, Inlines } from '../doc.ts';
import type { Strings } from '../strings/strings.ts';

const EQUALS: Formula = { latex: '=', speech: 'equals' };

/** LaTeX and speech of one expression, so that neither can drift from the other. */
export const formulaOf = (node: Node): Formula => ({ latex: printLatex(node), speech: printSpeech(node) });

export function derivationRows(steps: readonly Step[]): readonly DerivationRow[] {
  let part: Node | null = null;
  const named = new Map<Node, Node>();
  return steps.map((step) => {
    const first = step.part !== part;
    part = step.part;
    const row = { relation: EQUALS, right: formulaOf(step.after), note: note(step, named), rule: step.rule };
    return first ? { ...row, left: formulaOf(step.part) } : row;
  });
}

/** "chain rule, with e = y − Φθ"; what a letter stands for is said once. */
function note(step: Step, named: Map<Node, Node>): Inlines {
  const words: Inline[] = [{ kind: 'text', text: step.name }];
  const unsaid = step.where.filter(({ name, value }) => named.get(name) !== value);
  unsaid.forEach(({ name, value }, i) => {
    named.set(name, value);
    words.push({ kind: 'text', text: i === 0 ? ', with ' : ', ' });
    words.push({ kind: 'formula', formula: equation(name, value) });
  });
  return words;
}

const equation = (name: Node, value: Node): Formula => ({
  latex: `${printLatex(name)} = ${printLatex(value)}`,
  speech: `${printSpeech(name)} equals ${printSpeech(value)}`,
});

/** The filled-in table of a backprop trace. */
export function traceTable(nodes: readonly TraceKeyNode[], field: PublicField, strings: Strings): Block {
  const digits = field.rounding.kind === 'digits' ? field.rounding.digits : 6;
  const shown = (values: readonly number[]): Inlines => [
    {
      kind: 'formula',
      formula: { latex: numbersLatex(values, digits), speech: values.map((v) => numberText(v, digits)).join(', ') },
    },
  ];
  const asked = new Map(field.trace.map((row) => [row.id, row]));
  const uses = field.trace.some((row) => row.uses > 0);
  const rows = nodes.flatMap((node) => {
    const row = asked.get(node.id);
    if (row === undefined) return [];
    const cells: Inlines[] = [
      [{ kind: 'formula', formula: formulaOf(sym(node.id)) }],
      [{ kind: 'formula', formula: formulaOf(node.local) }],
      row.value ? shown(node.value) : [],
      row.adjoint ? shown(node.adjoint) : [],
    ];
    return [uses ? [...cells, row.uses > 0 ? shown(node.uses.flatMap((u) => u.value)) : []] : cells];
  });
  const text = (t: string): Inlines => [{ kind: 'text', text: t }];
  const columns = [strings.node, strings.formula, strings.traceColumn.value, strings.traceColumn.adjoint];
  return {
    kind: 'table',
    caption: text(strings.solution),
    header: (uses ? [...columns, strings.traceColumn.uses] : columns).map(text),
    rows,
    rowHeaders: true,
  };
}

/** A number at the precision asked for, without padding exact ones. */
const numberText = (v: number, digits: number): string =>
  Number.isInteger(v) ? `${v}` : `${Number(v.toPrecision(digits))}`;

const numbersLatex = (values: readonly number[], digits: number): string =>
  values.length === 1
    ? numberText(values[0] ?? Number.NaN, digits)
    : `(${values.map((v) => numberText(v, digits)).join(',\\; ')})`;

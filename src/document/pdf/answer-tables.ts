/** Answers in tables: traces and case tables. Each blank cell is a box of its own. */
import type { AnswerField, AnswerInput, Inlines } from '../doc.ts';
import { lineAbove } from './answer-box.ts';
import type { Canvas } from './canvas.ts';
import type { Area } from './form.ts';
import { ruleWidth } from './style.ts';
import { setGrid } from './table-blocks.ts';
import type { TagNode } from './tags.ts';
import type { BlockContext } from './text-blocks.ts';
import type { VBox } from './vbox.ts';

const words = (text: string): Inlines => [{ kind: 'text', text }];

/** Cells that ask for nothing say so. */
const notAsked = words('–');

type Trace = Extract<AnswerInput, { kind: 'trace' }>;
type Cases = Extract<AnswerInput, { kind: 'cases' }>;

export function setTrace(field: AnswerField, input: Trace, context: BlockContext, tag: TagNode): readonly VBox[] {
  const { strings } = context.setter;
  const uses = Math.max(1, ...input.nodes.map((node) => node.uses));
  const fill = (row: number, column: number, area: Area, cell: TagNode, canvas: Canvas): void => {
    const node = input.nodes[row];
    const kind = input.columns[column - 1];
    if (node === undefined || kind === undefined) return;
    const path = [field.item, field.field, node.id, kind];
    const name = `${field.name}, ${node.label.speech}, `;
    if (kind !== 'uses') {
      canvas.form?.textBox(path, name + strings.traceColumn[kind], area, cell.child('Form'), 'one');
      return;
    }
    const width = area.width / node.uses;
    for (let use = 1; use <= node.uses; use += 1) {
      const left = area.x + (use - 1) * width;
      if (use > 1)
        canvas.artifact('Layout', () =>
          canvas.line(left, area.y + 3, left, area.y + area.height - 3, { width: ruleWidth, dash: [1, 2] }),
        );
      const part = { ...area, x: left, width };
      canvas.form?.textBox([...path, `${use}`], name + strings.useOf(use), part, cell.child('Form'), 'one');
    }
  };
  return [
    ...lineAbove(field.label, context, tag),
    ...setGrid(
      {
        caption: [],
        header: [words(strings.node), ...input.columns.map((column) => words(strings.traceColumn[column]))],
        rows: input.nodes.map((node) => [
          [{ kind: 'formula', formula: node.label }],
          ...input.columns.map((column): Inlines => (node.asked.includes(column) ? [] : notAsked)),
        ]),
        rowHeaders: true,
        look: 'boxes',
        minRowHeight: 17,
        minWidths: [60, ...input.columns.map((column) => (column === 'uses' ? Math.min(200, 70 * uses) : 110))],
        onBlank: fill,
      },
      { ...context, tag },
    ),
  ];
}

export function setCases(field: AnswerField, input: Cases, context: BlockContext, tag: TagNode): readonly VBox[] {
  const { strings } = context.setter;
  const fill = (row: number, column: number, area: Area, cell: TagNode, canvas: Canvas): void => {
    const { when } = input.rows[row] ?? {};
    const part = column === 0 ? 'when' : 'value';
    const place = when === undefined ? `${row + 1}` : when.formula.speech;
    const name = `${field.name}, ${column === 0 ? strings.condition : strings.value}, ${place}`;
    canvas.form?.textBox([field.item, field.field, `${row + 1}`, part], name, area, cell.child('Form'), 'one');
  };
  return [
    ...lineAbove(field.label, context, tag),
    ...setGrid(
      {
        caption: [],
        header: [words(strings.condition), words(strings.value)],
        rows: input.rows.map(({ when }) => [
          when === undefined ? [] : [{ kind: 'formula', formula: when.formula }],
          [],
        ]),
        rowHeaders: input.rows.every(({ when }) => when !== undefined),
        look: 'boxes',
        minRowHeight: 20,
        minWidths: [130, 240],
        onBlank: fill,
      },
      { ...context, tag },
    ),
  ];
}

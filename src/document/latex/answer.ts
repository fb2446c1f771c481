/** Answer boxes in LaTeX: frames, tables and lines to write into by hand. */
import type { AnswerField, AnswerInput, Blocks, Inlines } from '../doc.ts';
import type { Strings } from '../strings/strings.ts';

export interface AnswerTools {
  readonly strings: Strings;
  readonly inlines: (inlines: Inlines) => string;
  readonly blocks: (blocks: Blocks) => string;
}

export function latexAnswer(answer: AnswerField, tools: AnswerTools): string {
  const { strings, inlines } = tools;
  const hint = inlines(answer.hint);
  const label = inlines(answer.label);
  return [
    box(answer.input, label, tools),
    '',
    `{\\footnotesize\\emph{${hint}}\\hfill ${strings.points(answer.points)}\\par}`,
    '',
  ].join('\n');
}

function box(input: AnswerInput, label: string, tools: AnswerTools): string {
  const { strings } = tools;
  switch (input.kind) {
    case 'number':
    case 'shape':
      return framed(label, 20, '0.35\\linewidth');
    case 'expression':
      return framed(label, 26, '0.6\\linewidth');
    case 'matrix':
      return framed(label, 70, '0.55\\linewidth');
    case 'tensor':
      return framed(label, 100, '0.7\\linewidth');
    case 'cases': {
      const rows = input.rows.map(({ when }) => [when === undefined ? '' : `$${when.formula.latex}$`, '']);
      return withLabel(label, table([strings.condition, strings.value], rows, '5cm'));
    }
    case 'trace': {
      const head = [strings.node, ...input.columns.map((c) => strings.traceColumn[c])];
      const rows = input.nodes.map((n) => [`$${n.label.latex}$`, ...input.columns.map(() => '')]);
      return withLabel(label, table(head, rows, '3cm'));
    }
    case 'derivation':
    case 'essay':
      return withLabel(label, Array.from({ length: input.lines }, () => '\\gradusline').join('\n'));
    case 'choice':
      return withLabel(label, items(input.options.map((o) => ['$\\square$', tools.blocks(o.blocks)])));
    case 'ordering':
      return withLabel(label, items(input.lines.map((o) => ['\\underline{\\hspace{1.6em}}', tools.blocks(o.blocks)])));
    case 'find-error': {
      const lines = input.lines.map((line, k): readonly [string, string] => [
        `$\\square$ ${k + 1}.`,
        tools.blocks(line),
      ]);
      return withLabel(label, items(input.none ? [...lines, ['$\\square$', strings.noLine]] : lines));
    }
  }
}

const withLabel = (label: string, body: string): string => (label === '' ? body : `${label}\\par\n${body}`);

/** A frame of a height in pt beside its label. */
const framed = (label: string, height: number, width: string): string =>
  `${label}${label === '' ? '' : '\\quad'}\\raisebox{-${height / 2 - 3}pt}{\\framebox[${width}]{\\rule{0pt}{${height}pt}}}`;

const items = (rows: readonly (readonly [string, string])[]): string =>
  [
    '\\begin{list}{}{\\setlength{\\leftmargin}{4em}\\setlength{\\labelwidth}{3.2em}}',
    ...rows.map(([mark, body]) => `\\item[${mark}] ${body}`),
    '\\end{list}',
  ].join('\n');

function table(head: readonly string[], rows: readonly (readonly string[])[], width: string): string {
  const columns = head.map((_, k) => (k === 0 ? 'l' : `p{${width}}`)).join('|');
  return [
    '\\begin{center}',
    `\\renewcommand{\\arraystretch}{1.5}\\begin{tabular}{|${columns}|}\\hline`,
    `${head.map((h) => `\\textbf{${h}}`).join(' & ')} \\\\ \\hline`,
    ...rows.map((row) => `${row.join(' & ')} \\\\ \\hline`),
    '\\end{tabular}',
    '\\end{center}',
  ].join('\n');
}

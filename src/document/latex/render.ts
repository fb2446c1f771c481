/** The Doc tree as a LaTeX document of its own: pdflatex, lualatex and xelatex with the base installation. */
import type { Block, Blocks, DerivationRow, Doc, Inline, Inlines, Table } from '../doc.ts';
import { type Strings, stringsFor } from '../strings/strings.ts';
import { type AnswerTools, latexAnswer } from './answer.ts';
import { drawCommand, latexFigure } from './figure.ts';
import { latexWords } from './words.ts';

const HEADINGS = { 1: 'section*', 2: 'subsection*', 3: 'subsubsection*' } as const;

/** Compiles as it stands. Text keeps to LaTeX's own fonts, so a character they have not is a question mark. */
export function renderLatex(doc: Doc): string {
  const strings = stringsFor(doc);
  const who = [
    ...(doc.student === undefined ? [] : [`${strings.student}: ${doc.student}`]),
    ...(doc.variantCode === undefined ? [] : [`${strings.variant}: ${doc.variantCode}`]),
  ];
  return [
    `\\documentclass[11pt,${doc.page === 'letter' ? 'letterpaper' : 'a4paper'}]{article}`,
    '\\usepackage[margin=25mm]{geometry}',
    '\\usepackage{amsmath,amssymb,color}',
    '\\setcounter{MaxMatrixCols}{30}',
    '\\allowdisplaybreaks',
    '\\setlength{\\parindent}{0pt}',
    '\\setlength{\\parskip}{6pt plus 2pt}',
    '\\newcommand{\\gradusline}{\\rule{0pt}{20pt}\\hrulefill\\par}',
    drawCommand,
    '\\begin{document}',
    '\\begin{center}',
    `${latexWords(doc.course)}\\par`,
    `{\\LARGE ${latexWords(doc.title)}\\par}`,
    ...(who.length === 0 ? [] : [`${who.map(latexWords).join('\\quad ')}\\par`]),
    '\\end{center}',
    '',
    latexBlocks(doc.blocks, strings),
    '\\end{document}',
    '',
  ].join('\n');
}

function latexBlocks(blocks: Blocks, strings: Strings): string {
  return blocks.map((block) => latexBlock(block, strings)).join('\n\n');
}

function latexBlock(block: Block, strings: Strings): string {
  switch (block.kind) {
    case 'heading':
      return `\\${HEADINGS[block.level]}{${latexInlines(block.inlines)}}`;
    case 'paragraph':
      return latexInlines(block.inlines);
    case 'display':
      return `\\[ ${block.formula.latex} \\]`;
    case 'derivation':
      return latexDerivation(block.rows);
    case 'list': {
      const name = block.ordered ? 'enumerate' : 'itemize';
      const items = block.items.map((item) => `\\item ${latexBlocks(item, strings)}`);
      return [`\\begin{${name}}`, ...items, `\\end{${name}}`].join('\n');
    }
    case 'table':
      return latexTable(block);
    case 'answer': {
      const tools: AnswerTools = {
        strings,
        inlines: latexInlines,
        blocks: (content) => latexBlocks(content, strings),
      };
      return latexAnswer(block.answer, tools);
    }
    case 'figure':
      return latexFigure(block, latexInlines(block.caption));
    case 'marks': {
      const earned = block.rows.some((row) => row.earned !== undefined);
      const sum = block.rows.reduce((total, row) => total + (row.earned ?? 0), 0);
      const rows = [
        [strings.problem, ...block.rows.map((row) => row.label), strings.total],
        [strings.pointsShort, ...block.rows.map((row) => `${row.points}`), `${block.total}`],
        [
          strings.marks,
          ...block.rows.map((row) => (row.earned === undefined ? '' : `${row.earned}`)),
          earned ? `${sum}` : '',
        ],
      ];
      return [
        '\\begin{center}',
        `\\begin{tabular}{|l|${'c|'.repeat(block.rows.length + 1)}}\\hline`,
        ...rows.map((row) => `${row.map(latexWords).join(' & ')} \\\\ \\hline`),
        '\\end{tabular}',
        '\\end{center}',
      ].join('\n');
    }
    case 'rule':
      return '\\hrule';
    case 'pageBreak':
      return '\\newpage';
    case 'group':
      return latexBlocks(block.blocks, strings);
  }
}

/** Aligned at the relation, the rule's name after each line. */
function latexDerivation(rows: readonly DerivationRow[]): string {
  const lines = rows.map(({ left, relation, right, note }) => {
    const said = note.length === 0 ? '' : ` && \\text{\\small ${latexInlines(note)}}`;
    return `${left?.latex ?? ''} &${relation.latex} ${right.latex}${said}`;
  });
  return ['\\begin{align*}', lines.join(' \\\\\n'), '\\end{align*}'].join('\n');
}

function latexTable({ caption, header, rows }: Table): string {
  const columns = Math.max(header.length, ...rows.map((row) => row.length));
  const line = (cells: readonly Inlines[], wrap = (t: string): string => t): string =>
    `${cells.map((cell) => wrap(latexInlines(cell))).join(' & ')} \\\\`;
  return [
    '\\begin{center}',
    ...(caption.length === 0 ? [] : [`{\\small ${latexInlines(caption)}}\\\\[2pt]`]),
    `\\begin{tabular}{${'l'.repeat(columns)}}\\hline`,
    ...(header.length === 0 ? [] : [line(header, (t) => `\\textbf{${t}}`), '\\hline']),
    ...rows.map((row) => line(row)),
    '\\hline\\end{tabular}',
    '\\end{center}',
  ].join('\n');
}

const latexInlines = (inlines: Inlines): string => inlines.map(latexInline).join('');

function latexInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return latexWords(inline.text);
    case 'formula':
      return `$${inline.formula.latex}$`;
    case 'strong':
      return `\\textbf{${latexInlines(inline.inlines)}}`;
    case 'emphasis':
      return `\\emph{${latexInlines(inline.inlines)}}`;
    case 'code':
      return `\\texttt{${latexWords(inline.text)}}`;
    case 'lineBreak':
      return '\\newline ';
  }
}

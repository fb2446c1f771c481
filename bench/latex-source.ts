/** A document as LaTeX source with the same content, for the comparison with pdflatex. Answer boxes become frames. */
import type { Block, Blocks, Doc, Inlines } from '../src/document/doc.ts';

const words = (text: string): string =>
  text
    .replaceAll(/[#$%&_{}]/g, '\\$&')
    .replaceAll('~', '\\textasciitilde{}')
    .replaceAll('^', '\\textasciicircum{}')
    .replaceAll('–', '--')
    .replaceAll('·', '$\\cdot$');

const inlines = (content: Inlines): string => content.map((inline) => inlineSource(inline)).join('');

function inlineSource(inline: Inlines[number]): string {
  switch (inline.kind) {
    case 'text':
      return words(inline.text);
    case 'code':
      return `\\texttt{${words(inline.text)}}`;
    case 'formula':
      return `$${inline.formula.latex}$`;
    case 'strong':
      return `\\textbf{${inlines(inline.inlines)}}`;
    case 'emphasis':
      return `\\emph{${inlines(inline.inlines)}}`;
    case 'lineBreak':
      return '\\\\';
  }
}

const row = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = 'l'.repeat(header.length);
  const lines = [row(header.map((cell) => `\\textbf{${cell}}`)), '\\hline', ...rows.map(row)];
  return `\\begin{center}\\begin{tabular}{${columns}}\\hline ${lines.join('\n')}\\hline\\end{tabular}\\end{center}`;
}

const frame = (width: string, height: number): string =>
  `\\fbox{\\parbox[c][${height}pt]{${width}\\linewidth}{\\mbox{}}}`;

function block(content: Block): string {
  switch (content.kind) {
    case 'heading':
      return `\\${content.level === 1 ? 'section' : content.level === 2 ? 'subsection' : 'subsubsection'}*{${inlines(content.inlines)}}`;
    case 'paragraph':
      return `${inlines(content.inlines)}\n`;
    case 'display':
      return `\\[${content.formula.latex}\\]`;
    case 'derivation': {
      const rows = content.rows.map(
        ({ left, relation, right, note }) =>
          `${left?.latex ?? ''} &${relation.latex} ${right.latex} && \\text{${inlines(note)}}`,
      );
      return `\\begin{align*}\n${rows.join(' \\\\\n')}\n\\end{align*}`;
    }
    case 'list': {
      const kind = content.ordered ? 'enumerate' : 'itemize';
      return `\\begin{${kind}}${content.items.map((item) => `\\item ${blocks(item)}`).join('\n')}\\end{${kind}}`;
    }
    case 'table':
      return table(
        content.header.map(inlines),
        content.rows.map((cells) => cells.map(inlines)),
      );
    case 'answer': {
      const { answer } = content;
      const wide = answer.input.kind === 'expression' ? '0.8' : '0.5';
      const high = answer.input.kind === 'matrix' ? 60 : 22;
      return `\\noindent ${inlines(answer.label)}\\quad ${frame(wide, high)}\\\\{\\footnotesize\\emph{${inlines(answer.hint)}}\\hfill ${answer.points} points}\n`;
    }
    case 'marks':
      return table(
        ['Problem', ...content.rows.map((r) => r.label), 'Total'],
        [['Points', ...content.rows.map((r) => `${r.points}`), `${content.total}`]],
      );
    case 'rule':
      return '\\hrule';
    case 'pageBreak':
      return '\\newpage';
    case 'group':
      return blocks(content.blocks);
    case 'figure':
      return '';
  }
}

const blocks = (content: Blocks): string => content.map(block).join('\n\n');

/** Measures as `src/document/pdf/style.ts` has them: both set the same text into the same width. */
export function latexSource(doc: Doc): string {
  return [
    '\\documentclass[11pt,a4paper]{article}',
    '\\usepackage{amsmath,amssymb}',
    '\\usepackage[left=68bp,right=68bp,top=72bp,bottom=66bp,headsep=14bp]{geometry}',
    '\\usepackage{fancyhdr}\\pagestyle{fancy}\\fancyhf{}',
    `\\fancyhead[L]{\\footnotesize ${words(doc.course)} $\\cdot$ ${words(doc.title)}}`,
    `\\fancyhead[R]{\\footnotesize ${words(doc.student ?? '')} $\\cdot$ ${words(doc.variantCode ?? '')}}`,
    '\\fancyfoot[C]{\\footnotesize Page \\thepage}',
    '\\setlength{\\parindent}{0pt}\\setlength{\\parskip}{6pt}\\allowdisplaybreaks',
    '\\begin{document}',
    `\\begin{center}${words(doc.course)}\\\\[4pt]{\\LARGE ${words(doc.title)}}\\\\[4pt] ${words(doc.student ?? '')}\\end{center}`,
    blocks(doc.blocks),
    '\\end{document}',
    '',
  ].join('\n');
}

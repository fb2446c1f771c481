/** Figures as lines of PDF drawing commands in a `picture`, which needs no package; labels are set by LaTeX. */
import type { Figure, Shape } from '../doc.ts';
import { arrowHead } from '../figure/arrow.ts';

const WIDTHS = { thin: 0.4, normal: 0.8, bold: 1.5 } as const;
const round = (v: number): number => Math.round(v * 100) / 100 + 0;

/** `\gradusdraw` for every engine: it passes drawing commands to the file as they stand. */
export const drawCommand = String.raw`\makeatletter
\ifdefined\pdfliteral \let\gradusdraw\pdfliteral
\else\ifdefined\pdfextension \def\gradusdraw{\pdfextension literal}
\else \newcommand\gradusdraw[1]{\special{pdf:literal #1}}\fi\fi
\makeatother`;

export function latexFigure(figure: Figure, caption: string): string {
  const { width, height } = figure;
  const drawing = figure.shapes.flatMap((shape) => draw(shape, height));
  return [
    '\\begin{center}',
    '\\setlength{\\unitlength}{1bp}%',
    `\\begin{picture}(${round(width)},${round(height)})`,
    ...drawing,
    '\\end{picture}',
    ...(caption === '' ? [] : [`\\\\ {\\small ${caption}}`]),
    '\\end{center}',
  ].join('\n');
}

/** The origin of a picture lies below. */
function draw(shape: Shape, height: number): readonly string[] {
  const at = (x: number, y: number): string => `${round(x)} ${round(height - y)}`;
  const path = (points: readonly (readonly [number, number])[]): string =>
    points.map(([x, y], i) => `${at(x, y)} ${i === 0 ? 'm' : 'l'}`).join(' ');
  const put = (commands: string): string => `\\put(0,0){\\gradusdraw{q ${commands} Q}}`;
  switch (shape.kind) {
    case 'line':
    case 'polyline': {
      const pen = `${WIDTHS[shape.weight ?? 'normal']} w${shape.dashed ? ' [3 2] 0 d' : ''}`;
      const points =
        shape.kind === 'polyline'
          ? shape.points
          : ([
              [shape.x1, shape.y1],
              [shape.x2, shape.y2],
            ] as const);
      const head = shape.kind === 'line' && shape.arrow ? [put(`${path(arrowHead(shape))} h f`)] : [];
      return [put(`${pen} ${path(points)} S`), ...head];
    }
    case 'rect':
      return [put(`0.8 w ${at(shape.x, shape.y + shape.height)} ${round(shape.width)} ${round(shape.height)} re S`)];
    case 'ellipse': {
      // Four cubics; the factor makes them touch a circle at the middle of each arc.
      const k = 0.5522847498;
      const p = (dx: number, dy: number): string => at(shape.cx + dx * shape.rx, shape.cy + dy * shape.ry);
      const round4 = `${p(1, 0)} m ${p(1, k)} ${p(k, 1)} ${p(0, 1)} c ${p(-k, 1)} ${p(-1, k)} ${p(-1, 0)} c ${p(-1, -k)} ${p(-k, -1)} ${p(0, -1)} c ${p(k, -1)} ${p(1, -k)} ${p(1, 0)} c h`;
      return [put(`0.8 w ${round4} ${shape.filled ? 'f' : 'S'}`)];
    }
    case 'label': {
      const set = `\\fontsize{${shape.size}}{${shape.size}}\\selectfont$${shape.formula.latex}$`;
      const content = shape.clear === true ? `\\fboxsep=1pt\\colorbox{white}{${set}}` : set;
      return [`\\put(${round(shape.x)},${round(height - shape.y)}){\\makebox(0,0){${content}}}`];
    }
  }
}

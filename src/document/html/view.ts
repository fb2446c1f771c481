import type { AnswerField, AnswerInput, Block, Blocks, Doc, Formula, Inlines, Shape } from '../doc.ts';
import { plainBlocks, plainText } from '../doc.ts';
import { arrowHead } from '../figure/arrow.ts';
import type { FontLibrary } from '../fonts/library.ts';
import type { Strings } from '../strings/strings.ts';
import { type FormulaHtml, inlineHtml } from './inline.ts';
import { labelView } from './label.ts';

/** What the templates see: the Doc tree with inlines and formulas as finished HTML. All other strings are escaped by the templates. */
export type View = { readonly kind: string; readonly [name: string]: unknown };

/** Marks finished HTML for nunjucks. */
export type Safe = (html: string) => unknown;

export type ViewTools = {
  readonly formula: FormulaHtml;
  readonly safe: Safe;
  readonly strings: Strings;
  readonly library: FontLibrary;
};

function shapeView(shape: Shape, tools: ViewTools): View {
  if (shape.kind === 'label') return labelView(shape, tools.library);
  if (shape.kind === 'polyline')
    return {
      ...shape,
      weight: shape.weight ?? 'normal',
      points: shape.points.map((point) => point.join(',')).join(' '),
    };
  if (shape.kind === 'line')
    return {
      ...shape,
      weight: shape.weight ?? 'normal',
      head: shape.arrow
        ? arrowHead(shape)
            .map((point) => point.join(','))
            .join(' ')
        : '',
    };
  return shape;
}

function inputView(input: AnswerInput, tools: ViewTools, blocks: (content: Blocks) => readonly View[]): View {
  const math = (formula: Formula): unknown => tools.safe(tools.formula(formula, false));
  switch (input.kind) {
    case 'trace':
      return {
        ...input,
        nodes: input.nodes.map((node) => ({
          id: node.id,
          html: math(node.label),
          name: node.label.speech,
          cells: input.columns.map((column) => ({
            column,
            asked: node.asked.includes(column),
            uses: column === 'uses' ? Array.from({ length: node.uses }, (_, use) => use) : [],
          })),
        })),
      };
    case 'cases':
      return {
        kind: 'cases',
        rows: input.rows.map(({ when }) =>
          when === undefined
            ? { given: false }
            : { given: true, html: math(when.formula), name: when.formula.speech, source: when.source },
        ),
      };
    case 'choice':
      return {
        ...input,
        options: input.options.map((option) => ({
          id: option.id,
          name: plainBlocks(option.blocks),
          blocks: blocks(option.blocks),
        })),
      };
    case 'ordering':
      return { ...input, lines: input.lines.map((line) => ({ id: line.id, blocks: blocks(line.blocks) })) };
    case 'find-error':
      return { ...input, lines: input.lines.map((line) => ({ name: plainBlocks(line), blocks: blocks(line) })) };
    case 'derivation':
      return { ...input, numbers: Array.from({ length: input.lines }, (_, line) => line + 1) };
    case 'matrix':
      return { kind: 'matrix', rows: input.rows ?? '', columns: input.columns ?? '' };
    case 'number':
    case 'expression':
    case 'tensor':
    case 'shape':
    case 'essay':
      return input;
  }
}

function answerView(
  answer: AnswerField,
  tools: ViewTools,
  inlines: (content: Inlines) => unknown,
  blocks: (content: Blocks) => readonly View[],
): View {
  return {
    kind: 'answer',
    item: answer.item,
    field: answer.field,
    id: `${answer.item}.${answer.field}`,
    name: answer.name,
    label: answer.label.length > 0 ? inlines(answer.label) : '',
    hint: answer.hint.length > 0 ? inlines(answer.hint) : '',
    points: tools.strings.points(answer.points),
    reads: answer.reads === undefined ? '' : JSON.stringify(answer.reads),
    format: tools.strings.format[answer.input.kind],
    input: inputView(answer.input, tools, blocks),
  };
}

/** The words of a header cell that holds a formula; empty where its text speaks for itself. */
function spokenName(cell: Inlines): string {
  return cell.some((inline) => inline.kind === 'formula') ? plainText(cell) : '';
}

function blockView(block: Block, tools: ViewTools): View {
  const inlines = (content: Inlines): unknown => tools.safe(inlineHtml(content, tools.formula));
  const blocks = (content: Blocks): readonly View[] => blockViews(content, tools);
  switch (block.kind) {
    case 'heading':
      return { kind: 'heading', level: block.level, html: inlines(block.inlines) };
    case 'paragraph':
      return { kind: 'paragraph', html: inlines(block.inlines) };
    case 'display':
      return { kind: 'display', html: tools.safe(tools.formula(block.formula, true)) };
    case 'derivation':
      return {
        kind: 'derivation',
        rows: block.rows.map((row) => {
          // \displaystyle: each part is a formula of its own and must not stand centred as a block.
          const part = (formula: Formula): unknown =>
            tools.safe(tools.formula({ latex: `\\displaystyle ${formula.latex}`, speech: formula.speech }, false));
          return {
            left: row.left === undefined ? '' : part(row.left),
            relation: part(row.relation),
            right: part(row.right),
            note: inlines(row.note),
          };
        }),
      };
    case 'list':
      return { kind: 'list', ordered: block.ordered, items: block.items.map(blocks) };
    case 'table':
      return {
        kind: 'table',
        caption: block.caption.length > 0 ? inlines(block.caption) : '',
        header: block.header.map((cell) => ({ name: spokenName(cell), html: inlines(cell) })),
        rows: block.rows.map((row) => ({ name: spokenName(row[0] ?? []), cells: row.map(inlines) })),
        rowHeaders: block.rowHeaders,
      };
    case 'answer':
      return answerView(block.answer, tools, inlines, blocks);
    case 'figure':
      return {
        kind: 'figure',
        alt: block.alt,
        caption: block.caption.length > 0 ? inlines(block.caption) : '',
        width: block.width,
        height: block.height,
        shapes: block.shapes.map((shape) => shapeView(shape, tools)),
      };
    case 'marks': {
      const earned = block.rows.some((row) => row.earned !== undefined);
      const sum = block.rows.reduce((total, row) => total + (row.earned ?? 0), 0);
      return {
        kind: 'marks',
        rows: block.rows.map((row) => ({ label: row.label, points: row.points, earned: row.earned ?? '' })),
        total: block.total,
        earned: earned ? sum : '',
      };
    }
    case 'rule':
    case 'pageBreak':
      return { kind: block.kind };
    case 'group':
      return { kind: 'group', keepTogether: block.keepTogether, blocks: blocks(block.blocks) };
  }
}

export function blockViews(blocks: Blocks, tools: ViewTools): readonly View[] {
  return blocks.map((block) => blockView(block, tools));
}

/** Every formula of a document, for the fonts it needs; `display` where it is set in display style. */
export function eachFormula(blocks: Blocks, visit: (formula: Formula, display: boolean) => void): void {
  const inlines = (content: Inlines): void => {
    for (const inline of content) {
      if (inline.kind === 'formula') visit(inline.formula, false);
      else if (inline.kind === 'strong' || inline.kind === 'emphasis') inlines(inline.inlines);
    }
  };
  const input = (content: AnswerInput): void => {
    if (content.kind === 'trace') for (const node of content.nodes) visit(node.label, false);
    else if (content.kind === 'cases')
      for (const row of content.rows) row.when !== undefined && visit(row.when.formula, false);
    else if (content.kind === 'choice') for (const option of content.options) eachFormula(option.blocks, visit);
    else if (content.kind === 'ordering') for (const line of content.lines) eachFormula(line.blocks, visit);
    else if (content.kind === 'find-error') for (const line of content.lines) eachFormula(line, visit);
  };
  for (const block of blocks) {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        inlines(block.inlines);
        break;
      case 'display':
        visit(block.formula, true);
        break;
      case 'derivation':
        for (const row of block.rows) {
          for (const formula of [row.left, row.relation, row.right]) if (formula !== undefined) visit(formula, true);
          inlines(row.note);
        }
        break;
      case 'list':
        for (const item of block.items) eachFormula(item, visit);
        break;
      case 'table':
        for (const cell of [block.caption, ...block.header, ...block.rows.flat()]) inlines(cell);
        break;
      case 'answer':
        inlines(block.answer.label);
        inlines(block.answer.hint);
        input(block.answer.input);
        break;
      case 'figure':
        inlines(block.caption);
        for (const shape of block.shapes) if (shape.kind === 'label') visit(shape.formula, false);
        break;
      case 'group':
        eachFormula(block.blocks, visit);
        break;
      case 'marks':
      case 'rule':
      case 'pageBreak':
        break;
    }
  }
}

/** What the page's script needs, as JSON. Public data only. */
export function sheetData(doc: Doc, strings: Strings): string | undefined {
  if (doc.answerSheet === undefined) return undefined;
  const { rows, columns, ...rest } = strings;
  const messages = {
    rows,
    columns,
    saved: rest.saved,
    loadedOne: rest.loadedOne,
    loadedMany: rest.loadedMany,
    notLoaded: rest.notLoaded,
    otherStudent: rest.otherStudent,
    unknownOne: rest.unknownOne,
    unknownMany: rest.unknownMany,
    autosaved: rest.autosaved,
    restored: rest.restored,
    reallyClear: rest.reallyClear,
    notStored: rest.notStored,
    readAs: rest.readAs,
    notReadYet: rest.notReadYet,
    emptyEntries: rest.emptyEntries,
    // Numbers are put in by the script.
    entry: strings.entry(-1, -2).replace('-1', '{row}').replace('-2', '{column}'),
    line: strings.line(-1).replace('-1', '{n}'),
  };
  // "<" must not end the script element that holds this.
  return JSON.stringify({ ...doc.answerSheet, messages }).replaceAll('<', '\\u003c');
}

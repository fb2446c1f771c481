/**
 * The Doc tree: everything that is printed on a page, as plain data. Renderers
 * decide how it looks, never what it says. Nothing in here can hold a key of a
 * paper: answer fields carry what the student sees, and no more.
 */

import type { FormulaRules } from '../answers/contract.ts';
import type { Strings } from './strings/strings.ts';

/** Formulas carry LaTeX and the words a screen reader says, both written by the engine from the same expression. */
export type Formula = { readonly latex: string; readonly speech: string };

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'formula'; readonly formula: Formula }
  | { readonly kind: 'strong'; readonly inlines: Inlines }
  | { readonly kind: 'emphasis'; readonly inlines: Inlines }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'lineBreak' };
export type Inlines = readonly Inline[];

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly inlines: Inlines }
  | { readonly kind: 'paragraph'; readonly inlines: Inlines }
  | { readonly kind: 'display'; readonly formula: Formula }
  | { readonly kind: 'derivation'; readonly rows: readonly DerivationRow[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Blocks[] }
  | Table
  | { readonly kind: 'answer'; readonly answer: AnswerField }
  | Figure
  /** Points per problem with room for the marks. */
  | { readonly kind: 'marks'; readonly rows: readonly MarksRow[]; readonly total: number }
  | { readonly kind: 'rule' }
  | { readonly kind: 'pageBreak' }
  | { readonly kind: 'group'; readonly keepTogether: boolean; readonly blocks: Blocks };
export type Blocks = readonly Block[];

/** A line of a derivation; `left` is empty where the line continues the one above. */
export type DerivationRow = {
  readonly left?: Formula;
  readonly relation: Formula;
  readonly right: Formula;
  readonly note: Inlines;
  /** Id of the rule that the line applies. */
  readonly rule?: string;
};

export type Table = {
  readonly kind: 'table';
  readonly caption: Inlines;
  readonly header: readonly Inlines[];
  readonly rows: readonly (readonly Inlines[])[];
  /** True when the first cell of every row names the row. */
  readonly rowHeaders: boolean;
};

/** `earned` is absent on a paper and present in feedback. */
export type MarksRow = { readonly label: string; readonly points: number; readonly earned?: number };

/** Thin for grids, bold for what a figure is about. */
export type Weight = 'thin' | 'normal' | 'bold';

/** Lengths in pt, y down, the origin in the upper left corner. */
export type Shape =
  | {
      readonly kind: 'line';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly dashed: boolean;
      readonly arrow: boolean;
      readonly weight?: Weight;
    }
  | {
      readonly kind: 'polyline';
      readonly points: readonly (readonly [number, number])[];
      readonly dashed: boolean;
      readonly weight?: Weight;
    }
  | {
      readonly kind: 'ellipse';
      readonly cx: number;
      readonly cy: number;
      readonly rx: number;
      readonly ry: number;
      readonly filled: boolean;
    }
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
    }
  /** A formula centred at a point; `size` in pt. `clear` wipes out what lies below it. */
  | {
      readonly kind: 'label';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly clear?: boolean;
      readonly formula: Formula;
    };

export type Figure = {
  readonly kind: 'figure';
  readonly alt: string;
  readonly caption: Inlines;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
};

/** A box the student fills in. All of it is public. */
export type AnswerField = {
  readonly item: string;
  readonly field: string;
  /** Printed beside the box, e.g. "(a)" and ∂f/∂x. */
  readonly label: Inlines;
  /** The label in words, for screen readers and form fields. */
  readonly name: string;
  /** What is said below the box: rounding, layout, format. */
  readonly hint: Inlines;
  readonly points: number;
  /** How the page reads what is typed, to say so beside the box; absent where no formula is typed. */
  readonly reads?: FormulaRules;
  readonly input: AnswerInput;
};

export type AnswerInput =
  | { readonly kind: 'number' }
  | { readonly kind: 'expression' }
  /** `rows` and `columns` are absent where the student chooses the shape. */
  | { readonly kind: 'matrix'; readonly rows?: number; readonly columns?: number }
  | { readonly kind: 'tensor' }
  | { readonly kind: 'shape' }
  /** `when` is absent where the student writes the conditions too; `source` is what a submission says. */
  | {
      readonly kind: 'cases';
      readonly rows: readonly { readonly when?: { readonly formula: Formula; readonly source: string } }[];
    }
  | { readonly kind: 'trace'; readonly nodes: readonly TraceNode[]; readonly columns: readonly TraceColumn[] }
  | { readonly kind: 'derivation'; readonly lines: number }
  | { readonly kind: 'choice'; readonly many: boolean; readonly options: readonly Option[] }
  | { readonly kind: 'ordering'; readonly lines: readonly Option[] }
  /** `none` where "no line is wrong" is a possible answer. */
  | { readonly kind: 'find-error'; readonly lines: readonly Blocks[]; readonly none: boolean }
  | { readonly kind: 'essay'; readonly lines: number };

export type TraceColumn = 'value' | 'adjoint' | 'uses';
/** `uses`: how many contributions the student writes for this node; 0 for none. `asked`: the cells to fill in. */
export type TraceNode = {
  readonly id: string;
  readonly label: Formula;
  readonly uses: number;
  readonly asked: readonly TraceColumn[];
};
export type Option = { readonly id: string; readonly blocks: Blocks };

/** What the page needs to save answers: public data only. */
export type AnswerSheet = { readonly assignment: string; readonly student: string; readonly attempt: number };

export type Language = 'en' | 'de';

export type Doc = {
  readonly kind: 'paper' | 'key' | 'feedback' | 'report' | 'catalogue';
  readonly lang: Language;
  /** The course's own fixed texts; those of the language when absent. */
  readonly texts?: Strings;
  readonly title: string;
  readonly course: string;
  readonly student?: string;
  readonly variantCode?: string;
  readonly page: 'a4' | 'letter';
  /** Columns of a printed page; one unless said. */
  readonly columns?: 1 | 2;
  readonly blocks: Blocks;
  readonly answerSheet?: AnswerSheet;
};

function inlineText(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text;
    case 'formula':
      return inline.formula.speech;
    case 'strong':
    case 'emphasis':
      return plainText(inline.inlines);
    case 'lineBreak':
      return ' ';
  }
}

/** The text of inlines in words; formulas by their speech. */
export function plainText(inlines: Inlines): string {
  return inlines.map(inlineText).join('');
}

/** The words of blocks on one line, to name a control by what stands beside it. */
export function plainBlocks(blocks: Blocks): string {
  return blocks
    .map((block): string => {
      if (block.kind === 'paragraph' || block.kind === 'heading') return plainText(block.inlines);
      if (block.kind === 'display') return block.formula.speech;
      if (block.kind === 'group') return plainBlocks(block.blocks);
      if (block.kind === 'list') return block.items.map(plainBlocks).join('; ');
      if (block.kind === 'figure') return block.alt;
      return '';
    })
    .filter((text) => text !== '')
    .join(' ');
}

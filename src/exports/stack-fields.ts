/** Fields as STACK's inputs: formulas and arrays by equivalence, options as lists, the rest as number boxes. */
import type { FieldKey, PublicField } from '../answers/contract.ts';
import { plainText, type RichText } from '../answers/rich-text.ts';
import { readAssumptions } from '../expr/equivalent/assumptions.ts';
import { printMaxima } from '../expr/print/maxima.ts';
import { bindSizes, unroll } from '../expr/rewrite.ts';
import type { Node } from '../ir/node.ts';
import { type Rational, rational } from '../ir/rational.ts';
import { concrete } from '../ir/shape.ts';
import { boxesOf } from './boxes.ts';
import type { ExportOptions, ExportVariant } from './contract.ts';
import { fieldPart } from './field-part.ts';
import { gridHtml } from './grid-html.ts';
import { type Html, join, rich, tag } from './html.ts';
import type { LossNote } from './losses.ts';
import { decimalText } from './numbers.ts';
import type { Cell, PartOption } from './parts.ts';
import type { ExportStrings } from './strings.ts';

export type InputType = 'algebraic' | 'matrix' | 'varmatrix' | 'string' | 'radio' | 'checkbox';
export type AnswerTest = 'AlgEquiv' | 'NumAbsolute' | 'StringSloppy';

export interface Foreseen {
  readonly answer: string;
  readonly option: string;
  readonly credit: number;
  readonly message: RichText;
}

/** One input with the tests of its answer. All answers are Maxima source. */
export interface StackInput {
  readonly type: InputType;
  readonly test: AnswerTest;
  /** What the input takes for the teacher's answer: the list of options of a choice. */
  readonly teacher: string;
  /** What the student's answer is held against. */
  readonly right: string;
  readonly option: string;
  /** Of the field. */
  readonly share: Rational;
  readonly foreseen: readonly Foreseen[];
  /** Names that may be typed in two ways: `x1` for `x_1`. */
  readonly spellings: readonly (readonly [typed: string, name: string])[];
}

export interface StackField {
  readonly inputs: readonly StackInput[];
  /** What stands on the page; `slot(k)` marks the place of the k-th input. */
  readonly body: (slot: (k: number) => Html) => Html;
  readonly notes: readonly string[];
  readonly losses: readonly LossNote[];
}

export const maximaText = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** Null where the field cannot be in the file; the losses then say so. */
export function stackField(
  item: string,
  variant: ExportVariant,
  field: PublicField,
  options: ExportOptions,
  s: ExportStrings,
): StackField | readonly LossNote[] {
  const key = variant.key.fields.find((k) => k.id === field.id);
  const own = key === undefined ? null : casField(variant, field, key);
  if (own !== null) return own;
  const { part, losses } = fieldPart(item, variant, field, options, s);
  if (part === null) return losses;
  if (part.kind === 'ordering' || part.kind === 'essay')
    return [
      {
        what: 'left-out',
        detail: part.kind === 'essay' ? 'STACK has no question that a person marks' : 'lines to put in order',
        instead: 'export the assignment to moodle-xml too: there it is a question of its own',
      },
    ];
  if (part.kind === 'numbers') {
    const inputs: StackInput[] = [];
    const cells: Cell[] = [];
    for (const g of part.grids)
      gridHtml(g, (cell) => {
        cells.push(cell);
        inputs.push(cellInput(cell));
        return rich([]);
      });
    return {
      inputs,
      body: (slot) => join(part.grids.map((g) => gridHtml(g, (cell) => slot(cells.indexOf(cell))))),
      notes: part.notes.filter((n) => n !== s.numberForm),
      losses,
    };
  }
  const boxes = boxesOf(part);
  return {
    inputs: boxes.map(({ content, share }) =>
      content.kind === 'choice' ? choiceInput(content.options, content.many, share) : wordsInput(content, share),
    ),
    body: (slot) => join(boxes.map((b, k) => join([b.place, tag('div', {}, slot(k))]))),
    notes: part.kind === 'words' ? part.notes : [],
    losses: losses.filter((l) => l.what !== 'partial-credit'),
  };
}

const NONE = { foreseen: [], spellings: [], option: '' } as const;

function cellInput(cell: Cell): StackInput {
  const { content, share } = cell;
  if (content.kind === 'words') return wordsInput({ kind: 'cell', content }, share);
  return {
    ...NONE,
    type: 'algebraic',
    test: 'NumAbsolute',
    teacher: decimalText(content.value),
    right: decimalText(content.value),
    option: decimalText(content.tolerance),
    share,
    foreseen: content.foreseen.map((f) => ({
      answer: decimalText(f.value),
      option: decimalText(f.tolerance),
      credit: f.credit,
      message: f.message,
    })),
  };
}

function wordsInput(content: ReturnType<typeof boxesOf>[number]['content'], share: Rational): StackInput {
  const accepted = content.kind === 'cell' && content.content.kind === 'words' ? content.content.accepted : [];
  // Blanks and letter case do not count, so some spellings fall together.
  const plain = accepted.map((w) => w.replaceAll(' ', '').toLowerCase());
  const [first = '', ...more] = accepted.filter((_, k) => plain.indexOf(plain[k] ?? '') === k);
  const text = maximaText(first);
  return {
    ...NONE,
    type: 'string',
    test: 'StringSloppy',
    teacher: text,
    right: text,
    share,
    foreseen: more.map((w) => ({ answer: maximaText(w), option: '', credit: 1, message: [] })),
  };
}

function choiceInput(options: readonly PartOption[], many: boolean, share: Rational): StackInput {
  const rows = options.map((o, k) => `[${k + 1},${o.right},${maximaText(rich(o.text).html)}]`);
  const right = options.flatMap((o, k) => (o.right ? [`${k + 1}`] : []));
  const listed = many ? `[${right.join(',')}]` : (right[0] ?? '0');
  return {
    ...NONE,
    type: many ? 'checkbox' : 'radio',
    test: 'AlgEquiv',
    teacher: `[${rows.join(',')}]`,
    right: listed,
    share,
    foreseen: many
      ? []
      : options.flatMap((o, k) =>
          o.right || o.message.length === 0 ? [] : [{ answer: `${k + 1}`, option: '', credit: 0, message: o.message }],
        ),
  };
}

/** A formula, or an array of formulas or exact numbers, judged by equivalence; null where it is something else. */
function casField(variant: ExportVariant, field: PublicField, key: FieldKey): StackField | null {
  const { answer } = key;
  if (answer === null || field.freedom !== 'none') return null;
  if (!['number', 'matrix', 'expression'].includes(field.type)) return null;
  // What is right on a curve only, or with names standing for formulas, is no equivalence of formulas.
  const assumptions = readAssumptions(key.domain.assume);
  if (assumptions.equations.length > 0 || assumptions.substitutions.length > 0) return null;
  // Rounded numbers have a tolerance entry by entry.
  if (field.type !== 'expression' && field.rounding.kind !== 'exact') return null;
  const written = (node: Node): string | null => {
    try {
      return printMaxima(unroll(bindSizes(node, key.domain.sizes)));
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
  const right = written(answer);
  const shape = concrete(answer.shape);
  if (right === null || shape === null || shape.length > 2) return null;
  const says = key.also.map((a) => ({ ...a, message: plainText(a.says) }));
  const foreseen = [...says, ...variant.foreseen.filter((f) => f.field === field.id)].flatMap(
    (f): readonly Foreseen[] => {
      const wrong = written(f.answer);
      return wrong === null || wrong === right
        ? []
        : [{ answer: wrong, option: '', credit: f.credit, message: f.message }];
    },
  );
  const scalar = shape.length === 0;
  const type: InputType = scalar ? 'algebraic' : field.gridShape === null ? 'varmatrix' : 'matrix';
  const losses: readonly LossNote[] = [
    ...(scalar
      ? []
      : [
          {
            what: 'partial-credit' as const,
            detail: 'entries are not marked one by one',
            instead: 'the whole array is right or wrong',
          },
        ]),
    ...(key.domain.assume.length > 0 || key.domain.ranges.size > 0
      ? [
          {
            what: 'equivalence' as const,
            detail: 'ranges and conditions of the variables are not known to the platform',
            instead: 'answers that agree only there are wrong',
          },
        ]
      : []),
    ...(field.rounding.kind === 'exact'
      ? []
      : [
          {
            what: 'tolerance' as const,
            detail: 'decimals in a formula that stand for rounded numbers',
            instead: 'the formula is right only with exact numbers',
          },
        ]),
  ];
  return {
    inputs: [
      {
        type,
        test: 'AlgEquiv',
        teacher: right,
        right,
        option: '',
        share: rational(1n),
        foreseen,
        spellings: spellingsOf(field),
      },
    ],
    body: (slot) => tag('div', {}, slot(0)),
    notes: field.type === 'number' ? [] : namesNote(field),
    losses,
  };
}

/** `x_1` is also typed `x1`, unless that is another name. */
function spellingsOf(field: PublicField): readonly (readonly [string, string])[] {
  const names = new Set(field.variables.map((v) => v.name));
  return [...names].flatMap((name): readonly (readonly [string, string])[] => {
    const other = name.includes('_') ? name.replaceAll('_', '') : name.replace(/^([A-Za-z]+)(\d+)$/, '$1_$2');
    return other === name || names.has(other) ? [] : [[other, name]];
  });
}

const namesNote = (field: PublicField): readonly string[] => {
  const names = field.variables.map((v) => v.name);
  return names.length === 0 ? [] : [`${names.join(', ')}`];
};

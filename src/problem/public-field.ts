/** From a worked-out field to its two halves: what the student sees and what the grader holds. */
import type { FieldKey, Labelled, LineOrder, OptionNote, PublicField, Rounding } from '../answers/contract.ts';
import { NO_TEXT, plainText, type RichText, richSource } from '../answers/rich-text.ts';
import type { Stream } from '../base/random.ts';
import { normalizeName } from '../expr/parse/names.ts';
import type { Condition, Declaration } from '../expr/parse/parse.ts';
import { int, type Node, symbolsOf } from '../ir/node.ts';
import { concrete } from '../ir/shape.ts';
import type { ChoiceDraft } from './choice.ts';
import { formulasIn } from './condition.ts';
import { fault } from './fault.ts';
import type { FieldDraft } from './field-draft.ts';
import type { FindErrorDraft } from './find-error.ts';
import { atValues } from './operators.ts';
import { orderItems } from './ordering.ts';
import { equationPiece, formulaPiece, type MathPiece, printLocal, printRich, type TextPrinter } from './rich-text.ts';
import { hasRoundingBound, roundedEarly, roundingOf } from './rounded-early.ts';
import { roundedNode } from './rounded-node.ts';
import type { FieldOptions, TemplateField } from './template.ts';
import { speakTex } from './tex-speech.ts';
import { workOut } from './work-out.ts';

export interface FieldContext {
  readonly printer: TextPrinter;
  readonly defaults: FieldOptions;
  readonly calculator: boolean;
  /** What the assignment asks of numbers where neither field nor template says. */
  readonly number: (field: string) => Rounding;
  readonly streamOf: (field: TemplateField) => Stream;
  /** Template and variant: names the points where answers are compared. */
  readonly seed: string;
}

export interface FieldHalves {
  readonly public: PublicField;
  readonly key: FieldKey;
  /** The key as the worked solution prints it. */
  readonly shown: RichText;
}

export function fieldHalves(draft: FieldDraft, to: FieldContext): FieldHalves {
  const { field, answer } = draft;
  const { printer } = to;
  const items = itemsOf(draft, to);
  const rounding = roundingOf(field, to);
  const early = hasRoundingBound(draft, rounding)
    ? lazyBounds(() => roundedEarly(draft, rounding, printer.wording.layout, printer.context))
    : {};
  return {
    public: {
      id: field.id,
      type: field.type,
      question: questionOf(draft, printer),
      label: printLocal(field.label, printer),
      points: field.points,
      variables: variablesOf(draft, printer),
      rounding,
      mayBe: draft.mayBe,
      gridShape:
        (field.body.type === 'matrix' || field.body.type === 'tensor') && field.body.shapeGiven
          ? (answer?.shape ?? null)
          : null,
      freedom: field.body.type === 'matrix' || field.body.type === 'tensor' ? field.body.freedom : 'none',
      trace: draft.trace?.rows ?? [],
      items: items.items,
      // A find-error box offers "nothing is wrong" where the author said `none: yes`.
      many: (field.body.type === 'choice' && field.body.many) || (field.body.type === 'find-error' && field.body.none),
      rubric:
        field.body.type === 'essay'
          ? field.body.rubric.map((r) => ({
              criterion: printRich(r.criterion, printer),
              levels: r.levels.map((l) => printRich(l, printer)),
            }))
          : [],
      length: field.body.type === 'essay' ? field.body.length : '',
    },
    key: Object.assign(early, {
      id: field.id,
      answer,
      follows: draft.follows,
      derivation: derivationOf(draft, printer),
      domain: domainOf(field, to),
      isDerivative: draft.isDerivative,
      also: field.also.map((a) => ({
        answer: workOut(printer.context.read(a.answer)),
        credit: a.credit,
        says: richSource(printLocal(a.says, printer)),
      })),
      trace: draft.trace?.nodes ?? [],
      ...(draft.trace === null ? {} : { traceInputs: draft.trace.inputs }),
      right: items.right,
      ...(items.order === undefined ? {} : { order: items.order }),
      ...(draft.choice === null ? {} : { optionNotes: notesOf(draft.choice, printer) }),
      ...(draft.madeLines === null ? {} : { optionNotes: lineNotes(draft.madeLines) }),
      cases: draft.cases.map((row) => ({ when: row.condition, value: row.value })),
      sample: field.type === 'essay' && field.answer !== null ? printRich(field.answer, printer) : NO_TEXT,
    }),
    shown: shownKey(draft, items, rounding, printer),
  };
}

/** Bounds that are worked out when the grader asks for them: a build does not, and they cost more than the key. */
function lazyBounds(make: () => readonly number[]): { readonly roundedEarly: readonly number[] } {
  let known: readonly number[] | null = null;
  return {
    get roundedEarly() {
      known ??= make();
      return known;
    },
  };
}

/** What was differentiated and where, for misconceptions and worked steps. */
function derivationOf({ derivation }: FieldDraft, { context, wording }: TextPrinter): FieldKey['derivation'] {
  if (derivation === null) return null;
  const { of, wrt, order, atValues } = derivation;
  const at = new Map(
    symbolsOf(of).flatMap((s) => {
      const value = atValues ? context.valueOf(s.name) : null;
      return value === null ? [] : [[s.name, value] as const];
    }),
  );
  return { of, wrt: wrt.map((s) => s.name), order, ...(atValues ? { at } : {}), layout: wording.layout };
}

/** What the wrong line gets wrong. */
const lineNotes = ({ wrong, mistake }: FindErrorDraft): ReadonlyMap<string, OptionNote> =>
  new Map(
    wrong === null || mistake === null ? [] : [[`${wrong + 1}`, { misconception: mistake.id, says: mistake.message }]],
  );

const notesOf = (choice: ChoiceDraft, printer: TextPrinter): ReadonlyMap<string, OptionNote> =>
  new Map(
    choice.options.map((o) => [
      o.id,
      { misconception: o.mistake?.id ?? null, says: o.mistake?.message ?? richSource(printLocal(o.says, printer)) },
    ]),
  );

/** The author's sentence; a trace also says what its nodes are, for the table alone would not. */
function questionOf(draft: FieldDraft, printer: TextPrinter): RichText {
  const question = printLocal(draft.field.question, printer);
  const steps = draft.trace?.nodes.filter((n) => n.local.kind !== 'sym' || n.local.name !== n.id) ?? [];
  if (steps.length === 0) return question;
  const german = printer.wording.locale.startsWith('de');
  const before = `${question.length === 0 ? '' : ' '}${german ? 'Die Knoten sind' : 'The nodes are'} `;
  const equations = steps.map((n) => equationPiece(n.id, n.local, printer));
  return [...question, { kind: 'text', text: before }, ...listed(equations, german), { kind: 'text', text: '.' }];
}

function listed(pieces: readonly RichText[number][], german: boolean): RichText {
  const last = german ? ' und ' : ' and ';
  return pieces.flatMap((p, k) =>
    k === 0 ? [p] : [{ kind: 'text' as const, text: k === pieces.length - 1 ? last : ', ' }, p],
  );
}

/** The key of a field as the worked solution prints it. */
function shownKey(draft: FieldDraft, items: Items, rounding: Rounding, printer: TextPrinter): RichText {
  const { field, answer } = draft;
  if (field.type === 'shape' && answer !== null)
    return plainText(answer.shape.length === 0 ? 'scalar' : answer.shape.join(' × '));
  if (items.items.length > 0 && draft.cases.length === 0) {
    const right = items.right.flatMap((id) => items.items.find((i) => i.id === id) ?? []);
    if (field.type === 'find-error') return shownLine(right[0], draft.madeLines, printer);
    return right.flatMap((item, k) => (k === 0 ? item.text : [{ kind: 'text' as const, text: '; ' }, ...item.text]));
  }
  return answer === null ? NO_TEXT : [formulaPiece(roundedNode(answer, rounding), printer)];
}

/** The first wrong line by its number, with what went wrong in it where the engine made the slip. */
function shownLine(line: Labelled | undefined, made: FindErrorDraft | null, { wording }: TextPrinter): RichText {
  const german = wording.locale.startsWith('de');
  if (line === undefined) return plainText(german ? 'keine: alle Zeilen stimmen' : 'none: every line is right');
  const why = made?.mistake ?? null;
  return [
    ...plainText(`${german ? 'Zeile' : 'line'} ${line.id}: `),
    ...line.text,
    ...(why === null || german ? NO_TEXT : plainText(`. ${why.message}`)),
  ];
}

/** Names an answer may use: the author's list, else those of the answer and the statement. */
function variablesOf(draft: FieldDraft, printer: TextPrinter): readonly Declaration[] {
  const { context, occurring } = printer;
  const { field } = draft;
  const all = [...context.declarations.values()];
  if (field.variables !== null) {
    return field.variables.map((at) => {
      const name = normalizeName(at.text.trim());
      const found = all.find((d) => d.name === name);
      if (!found)
        throw fault(
          'unknown-name',
          `\`${at.text.trim()}\` is no variable`,
          at,
          `The variables are ${all.map((d) => d.name).join(', ')}.`,
        );
      return found;
    });
  }
  if (field.type === 'number') return [];
  const inAnswer = new Set(
    [
      draft.answer,
      draft.node,
      ...draft.cases.flatMap((c) => [c.value, ...(c.condition === null ? [] : formulasIn(c.condition))]),
    ].flatMap((n) => (n === null ? [] : symbolsOf(n).map((s) => s.name))),
  );
  return all.filter((d) => inAnswer.has(d.name) || occurring.has(d.name));
}

function domainOf(field: TemplateField, to: FieldContext): FieldKey['domain'] {
  const { context } = to.printer;
  const variables = [...context.variables];
  return {
    ranges: new Map(variables.flatMap(([name, v]) => (v.range === null ? [] : [[name, v.range] as const]))),
    structures: new Map(variables.flatMap(([name, v]) => (v.structure === null ? [] : [[name, v.structure] as const]))),
    assume: [...to.defaults.assume, ...field.assume].map((at): Condition => context.condition(at)),
    sizes: context.sizes,
    seed: `${to.seed} ${field.id}`,
  };
}

interface Items {
  readonly items: readonly Labelled[];
  readonly right: readonly string[];
  readonly order?: LineOrder;
}

/** Options, lines and cases with their texts, and which of them are right. */
function itemsOf(draft: FieldDraft, to: FieldContext): Items {
  const { printer } = to;
  const { body } = draft.field;
  switch (body.type) {
    case 'choice': {
      const options = draft.choice?.options ?? [];
      return {
        items: options.map((o) => ({
          id: o.id,
          text: o.node === null ? printRich(o.text, printer) : [formulaPiece(o.node, printer)],
        })),
        right: options.filter((o) => o.right).map((o) => o.id),
      };
    }
    case 'cases':
      return {
        items: draft.cases.map((row, k) => ({
          id: `c${k + 1}`,
          text: row.condition === null ? plainText('otherwise') : conditionText(row.condition, printer),
        })),
        right: [],
      };
    case 'ordering':
      return orderItems(body.lines, body.extra, to.streamOf(draft.field), printer);
    case 'find-error': {
      if (draft.madeLines !== null) return madeItems(draft.madeLines, printer);
      const items = body.lines.map((line, k) => ({ id: `${k + 1}`, text: printRich(line.text, printer) }));
      return { items, right: items.filter((_, k) => body.lines[k]?.right !== null).map((i) => i.id) };
    }
    default:
      return { items: [], right: [] };
  }
}

/** Lines of a derivation as equations; the left side stands where a value begins. */
function madeItems({ lines, wrong }: FindErrorDraft, printer: TextPrinter): Items {
  const german = printer.wording.locale.startsWith('de');
  const items = lines.map(({ left, right, where }, k) => {
    const shown = formulaPiece(right, printer);
    const equation =
      left === null ? joined(null, '=', shown, printer) : joined(formulaPiece(left, printer), '=', shown, printer);
    const names = where.flatMap(
      (w, i): RichText => [
        { kind: 'text', text: i > 0 ? ', ' : german ? ', mit ' : ', with ' },
        equationPiece(w.name.name, w.value, printer),
      ],
    );
    return { id: `${k + 1}`, text: [equation, ...names] };
  });
  return { items, right: wrong === null ? [] : [`${wrong + 1}`] };
}

const SIGNS = { '=': '=', '!=': '\\neq', '<': '<', '<=': '\\le', '>': '>', '>=': '\\ge' } as const;
/** Two formulas and the sign between them as one piece; without the left one the line goes on. */
function joined(left: MathPiece | null, sign: string, right: MathPiece, { wording }: TextPrinter): MathPiece {
  const lang = wording.locale.startsWith('de') ? 'de' : 'en';
  if (left === null) {
    const speech = speakTex(`${sign} \uE000`, [right.speech], lang);
    return { kind: 'math', latex: `{} ${sign} ${right.latex}`, speech, display: false };
  }
  const speech = speakTex(`\uE000 ${sign} \uE001`, [left.speech, right.speech], lang);
  return { kind: 'math', latex: `${left.latex} ${sign} ${right.latex}`, speech, display: false };
}

function conditionText(condition: Condition, printer: TextPrinter): RichText {
  switch (condition.kind) {
    case 'relation': {
      const [left, right] = [formulaPiece(condition.left, printer), formulaPiece(condition.right, printer)];
      return [joined(left, SIGNS[condition.sign], right, printer)];
    }
    case 'and':
    case 'or': {
      const word = condition.kind === 'and' ? ', ' : ' or ';
      return condition.parts.flatMap((p, k) =>
        k === 0 ? conditionText(p, printer) : [{ kind: 'text' as const, text: word }, ...conditionText(p, printer)],
      );
    }
    default:
      return NO_TEXT;
  }
}

/** A formula of a figure as numbers, where it is a point. */
export function numbersAt(n: Node, printer: TextPrinter): readonly number[] {
  const value = atValues(n, printer.context);
  const shape = concrete(value.shape);
  if (shape === null || value.mask !== 0) return [];
  const literalEntries = value.kind === 'apply' && value.op.name === 'grid' ? value.args : [value];
  return literalEntries
    .map((v) => (v.kind === 'num' ? v.approx : Number.NaN))
    .filter((v) => !Number.isNaN(v) || int(0) === n);
}

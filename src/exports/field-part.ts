/** From a field and its key to the boxes a platform shows: one case per answer type. */
import type { FieldKey, PublicField } from '../answers/contract.ts';
import { NO_TEXT, plainText, type RichText } from '../answers/rich-text.ts';
import { printLatex } from '../expr/print/latex.ts';
import { printSpeech } from '../expr/print/speech.ts';
import { bindSizes } from '../expr/rewrite.ts';
import { int, type Node, same, symbolsOf } from '../ir/node.ts';
import type { Shape } from '../ir/shape.ts';
import type { ExportOptions, ExportVariant } from './contract.ts';
import { formulaPart } from './formula-parts.ts';
import type { LossNote } from './losses.ts';
import { numberPart, tracePart } from './number-parts.ts';
import { isUndefinedKey, numbersOf } from './numbers.ts';
import { type FieldPart, leftOut, type PartOption } from './parts.ts';
import type { ExportStrings } from './strings.ts';

const ABSENT = 'the field is not in the file';

export function fieldPart(
  item: string,
  variant: ExportVariant,
  field: PublicField,
  options: ExportOptions,
  s: ExportStrings,
): FieldPart {
  const key = variant.key.fields.find((k) => k.id === field.id);
  if (key === undefined) return leftOut({ detail: 'it has no key', instead: ABSENT });
  const also = key.also.map((a) => ({
    field: field.id,
    answer: a.answer,
    credit: a.credit,
    message: plainText(a.says),
  }));
  const foreseen = [...also, ...variant.foreseen.filter((f) => f.field === field.id)];
  const formula = (): FieldPart => formulaPart(`${item} ${variant.code} ${field.id}`, field, key, foreseen, options, s);
  switch (field.type) {
    case 'number':
      return numberPart(field, key, foreseen, s);
    case 'matrix':
    case 'tensor':
      return isNumeric(key) ? numberPart(field, key, foreseen, s) : formula();
    case 'expression':
      return isNumeric(key) ? numberPart(field, key, foreseen, s) : formula();
    case 'trace':
      return tracePart(field, key, s);
    case 'shape':
      return shapePart(key, s);
    case 'cases':
      return casesPart(field, key);
    case 'choice':
      return {
        part: { kind: 'choice', many: field.many, numbered: false, options: choiceOptions(variant, field, key) },
        losses: field.many ? [TICKS] : [],
      };
    case 'find-error':
      return {
        part: { kind: 'choice', many: false, numbered: true, options: errorOptions(variant, field, key, s) },
        losses: [],
      };
    case 'ordering':
      return orderingPart(field, key);
    case 'essay':
      return essayPart(field, key);
    case 'derivation':
      return leftOut({ detail: 'lines of a derivation cannot be checked against each other', instead: ABSENT });
  }
}

function isNumeric(key: FieldKey): boolean {
  if (key.answer === null || isUndefinedKey(key.answer)) return true;
  return symbolsOf(key.answer).length === 0 && numbersOf(key.answer, key.domain.sizes) !== null;
}

const TICKS: LossNote = {
  what: 'partial-credit',
  detail: 'options ticked wrongly are weighed by a fixed rule',
  instead: 'each takes away the share of one right option, never below zero',
};

const choiceOptions = (variant: ExportVariant, field: PublicField, key: FieldKey): readonly PartOption[] =>
  field.items.map((item) => ({
    id: item.id,
    text: item.text,
    right: key.right.includes(item.id),
    message: variant.options.find((o) => o.field === field.id && o.option === item.id)?.message ?? NO_TEXT,
  }));

/** The lines themselves are the options; `none` stands last where no line may be wrong. */
function errorOptions(
  variant: ExportVariant,
  field: PublicField,
  key: FieldKey,
  s: ExportStrings,
): readonly PartOption[] {
  const lines = choiceOptions(variant, field, key);
  const none: PartOption = { id: 'none', text: plainText(s.noLine), right: key.right.length === 0, message: NO_TEXT };
  return field.many || none.right ? [...lines, none] : lines;
}

function shapePart(key: FieldKey, s: ExportStrings): FieldPart {
  if (key.answer === null) return leftOut({ detail: 'its key has no shape', instead: ABSENT });
  const accepted = shapeSpellings(key.answer.shape);
  return {
    part: { kind: 'words', notes: [s.shape], accepted },
    losses: [
      {
        what: 'answer-form',
        detail: 'a shape is recognised by its spelling',
        instead: `these are right: ${accepted.join(' · ')}`,
      },
    ],
  };
}

function shapeSpellings(shape: Shape): readonly string[] {
  if (shape.length === 0) return ['scalar', 'Skalar', '1x1', '1 x 1', '1×1', '1 × 1', '1'];
  return ['x', ' x ', '×', ' × ', ',', ', ']
    .map((between) => shape.join(between))
    .flatMap((text) => (text.includes(',') ? [text, `(${text})`] : [text]))
    .filter((text, k, all) => all.indexOf(text) === k);
}

/** Each case a choice among the formulas of all cases: the student picks what stands there and does not write it. */
function casesPart(field: PublicField, key: FieldKey): FieldPart {
  if (field.items.length === 0)
    return leftOut({ detail: 'conditions that the student writes cannot be compared', instead: ABSENT });
  const values = [...key.cases.map((c) => c.value), int(0)].filter(
    (v, k, all) => all.findIndex((w) => same(v, w)) === k,
  );
  if (values.length < 2)
    return leftOut({ detail: 'every case has the same answer, so there is nothing to choose', instead: ABSENT });
  const shown = values.map((v) => ({ v, text: formulaText(bindSizes(v, key.domain.sizes)) }));
  // By their letters, so that the order does not follow the rows.
  const ordered = [...shown].sort((a, b) => (a.text.latex < b.text.latex ? -1 : 1));
  const rows = field.items.map((item, r) => ({
    label: item.text,
    options: ordered.map(({ v, text }, k): PartOption => {
      const right = key.cases[r]?.value;
      return {
        id: `${item.id}.${k + 1}`,
        text: [text],
        right: right !== undefined && same(v, right),
        message: NO_TEXT,
      };
    }),
  }));
  return {
    part: { kind: 'selects', rows },
    losses: [
      {
        what: 'answer-form',
        detail: 'formulas of the cases are not written',
        instead: 'the student picks the formula of each case from those of all cases and 0',
      },
    ],
  };
}

const formulaText = (
  n: Node,
): { readonly kind: 'math'; readonly latex: string; readonly speech: string; readonly display: boolean } => ({
  kind: 'math',
  latex: printLatex(n),
  speech: printSpeech(n),
  display: false,
});

function orderingPart(field: PublicField, key: FieldKey): FieldPart {
  const lines = field.items.map((item) => {
    const at = key.right.indexOf(item.id);
    return { text: item.text, place: at < 0 ? null : at + 1 };
  });
  const all = lines.every((l) => l.place !== null);
  const order: LossNote = {
    what: 'equivalence',
    detail: 'lines that may change places are taken in one order only',
    instead: 'the order of the worked solution',
  };
  const untouched: LossNote = {
    what: 'partial-credit',
    detail: 'a list that nobody touched counts as an answer',
    instead: 'it is marked by what is in order by chance',
  };
  const places: LossNote = {
    what: 'partial-credit',
    detail: 'marks do not follow the longest right sequence',
    instead: 'each line is marked by its own place',
  };
  return { part: { kind: 'ordering', lines }, losses: all ? [order, untouched] : [order, places] };
}

function essayPart(field: PublicField, key: FieldKey): FieldPart {
  const [least, most] = (field.length.match(/\d+/g) ?? []).map(Number);
  const words = most === undefined ? { least: null, most: least ?? null } : { least: least ?? null, most };
  const rubric: readonly { readonly criterion: RichText; readonly levels: readonly RichText[] }[] = field.rubric;
  return {
    part: { kind: 'essay', rubric, words, length: field.length, sample: key.sample },
    losses: [
      {
        what: 'partial-credit',
        detail: 'criteria and levels are not marked one by one',
        instead: 'the rubric is shown to the person who marks',
      },
    ],
  };
}

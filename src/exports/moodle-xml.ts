/**
 * Moodle's XML question format, for its core question types. Each item is a category, a pool of its variants.
 * All fields of a variant that boxes in a text can hold make one embedded-answers question, so that a draw from the
 * pool keeps them together and each keeps its weight; an ordering or an essay beside others is a pool of its own.
 */
import type { PublicField } from '../answers/contract.ts';
import { richSpeech } from '../answers/rich-text.ts';
import { sha256, toHex } from '../base/hash.ts';
import { stringsFor } from '../document/strings/strings.ts';
import { parseDecimal, type Rational, rational, times } from '../ir/rational.ts';
import { blocks } from './blocks-html.ts';
import { sumOf, wholeWeights } from './cloze.ts';
import type { ExportBundle, ExportItem, ExportOptions, ExportResult, ExportTarget, ExportVariant } from './contract.ts';
import { fieldPart } from './field-part.ts';
import { join, tag, text } from './html.ts';
import { LossLog } from './losses.ts';
import { isMoodleFraction } from './moodle-fractions.ts';
import {
  category,
  choiceQuestion,
  clozeQuestion,
  essayQuestion,
  numericalQuestion,
  orderingQuestion,
  type QuestionHead,
} from './moodle-questions.ts';
import { clozePart, fieldHead, notes, statement, type Words } from './moodle-text.ts';
import { decimalText } from './numbers.ts';
import { cellsOf, type Part } from './parts.ts';
import { exportStrings } from './strings.ts';
import { writeXml, type XmlElement } from './xml.ts';

export const moodleXml: ExportTarget = {
  name: 'moodle-xml',
  describe: 'Moodle question bank (core question types): numbers, tables, choices, ordering, essays; pools of variants',
  extension: 'xml',
  write: async (bundle, options): Promise<ExportResult> => {
    const losses = new LossLog();
    const content = await writeXml('quiz', {}, questions(bundle, options, losses));
    const all = losses.all();
    return { files: [{ path: '', content }], losses: all, accepted: !options.strict || all.length === 0 };
  },
};

/** One field with its boxes. `index` counts all fields of the problem, also those left out. */
interface Entry {
  readonly field: PublicField;
  readonly index: number;
  readonly part: Part;
  readonly share: Rational;
}

/** A question of one variant, and in which pool it lies: '' for the item's own, else a field's. */
interface Placed {
  readonly pool: string;
  readonly question: XmlElement;
}

function* questions(bundle: ExportBundle, options: ExportOptions, losses: LossLog): Generator<XmlElement> {
  const words: Words = {
    document: stringsFor({ lang: /^de\b/i.test(bundle.locale) ? 'de' : 'en' }),
    exports: exportStrings(bundle.locale),
  };
  yield category([bundle.assignment], bundle.title, idnumber([bundle.assignment]));
  for (const item of bundle.items) {
    // A category is named once and holds what follows, so the questions of an item are sorted by pool first.
    const placed = item.variants.flatMap((v) => placedOf(item, v, options, losses, words));
    for (const pool of [...new Set(placed.map((p) => p.pool))].sort()) {
      const path = [bundle.assignment, item.id, ...(pool === '' ? [] : [pool])];
      yield category(path, richSpeech(item.title), idnumber(path));
      for (const p of placed) if (p.pool === pool) yield p.question;
    }
  }
}

function placedOf(
  item: ExportItem,
  variant: ExportVariant,
  options: ExportOptions,
  losses: LossLog,
  words: Words,
): readonly Placed[] {
  const entries = entriesOf(item, variant, options, losses, words);
  const apart = entries.filter((e) => e.part.kind === 'ordering' || e.part.kind === 'essay');
  const together = entries.filter((e) => !apart.includes(e));
  const count = variant.public.fields.length;
  const pooled = apart.length + (together.length > 0 ? 1 : 0);
  if (pooled > 1) {
    losses.add(item.id, '', variant.code, {
      what: 'variant-pairing',
      detail: 'parts that need question types of their own are drawn apart from the rest',
      instead:
        'each lies in a pool of its own with the whole statement, so a student may get different variants of the parts',
    });
  }
  const own = (entry: Entry, pool: string): Placed => ({
    pool,
    question: lone(item, variant, entry, count, pool, words),
  });
  const [first] = together;
  const joined: readonly Placed[] =
    first === undefined
      ? []
      : together.length === 1 && count === 1 && isNative(first.part)
        ? [own(first, '')]
        : [{ pool: '', question: cloze(item, variant, together, count, losses, words) }];
  return [...joined, ...apart.map((e) => own(e, pooled > 1 ? e.field.id : ''))];
}

function entriesOf(
  item: ExportItem,
  variant: ExportVariant,
  options: ExportOptions,
  losses: LossLog,
  words: Words,
): readonly Entry[] {
  const fields = variant.public.fields;
  const weights = fields.map((f) => exact(f.points));
  const total = sumOf(weights);
  if (variant.public.figure !== null && variant.images.length === 0) {
    losses.add(item.id, '', variant.code, {
      what: 'left-out',
      detail: 'the figure',
      instead: 'nothing stands in its place',
    });
  }
  return fields.flatMap((field, index): readonly Entry[] => {
    const made = fieldPart(item.id, variant, field, options, words.exports);
    for (const note of made.losses) losses.add(item.id, field.id, variant.code, note);
    noteCommon(item, variant, field, made.part, losses);
    const own = weights[index] ?? rational(0n);
    const share = total.n === 0n ? rational(1n, BigInt(fields.length)) : times(own, rational(total.d, total.n));
    return made.part === null ? [] : [{ field, index, part: made.part, share }];
  });
}

/** Losses that depend on the key alone. */
function noteCommon(
  item: ExportItem,
  variant: ExportVariant,
  field: PublicField,
  part: Part | null,
  losses: LossLog,
): void {
  if (part === null) return;
  const key = variant.key.fields.find((k) => k.id === field.id);
  if (key?.follows) {
    losses.add(item.id, field.id, variant.code, {
      what: 'follow-through',
      detail: 'an answer that follows from an earlier wrong answer is wrong here',
      instead: 'the key alone counts',
    });
  }
  const credits = cellsOf(part).flatMap((c) =>
    c.content.kind === 'number' ? c.content.foreseen.map((f) => f.credit) : [],
  );
  if (credits.some((c) => !isMoodleFraction(c))) {
    losses.add(item.id, field.id, variant.code, {
      what: 'partial-credit',
      detail: 'Moodle knows a fixed list of shares',
      instead: 'the nearest share in its list',
    });
  }
}

/** Single boxes that have a question type of their own. */
function isNative(part: Part): boolean {
  if (part.kind === 'choice') return true;
  const [cell, ...more] = cellsOf(part);
  const bare = part.kind === 'numbers' && part.grids.every((g) => g.header.length === 0);
  return bare && more.length === 0 && cell?.content.kind === 'number';
}

function lone(
  item: ExportItem,
  variant: ExportVariant,
  entry: Entry,
  count: number,
  pool: string,
  words: Words,
): XmlElement {
  const { field, index, part } = entry;
  const body = join([statement(variant), fieldHead(field, index, count), notes(field, part, words)]);
  const grade = decimalText((Number(entry.share.n) / Number(entry.share.d)) * item.points);
  const head = headOf(item, variant, body, grade, pool);
  switch (part.kind) {
    case 'choice':
      return choiceQuestion(head, part.options, part.many, part.numbered);
    case 'ordering':
      return orderingQuestion(head, part.lines, words);
    case 'essay':
      return essayQuestion(head, part, words);
    case 'numbers':
    case 'words':
    case 'selects': {
      const [cell] = cellsOf(part);
      return cell === undefined ? clozeQuestion(head) : numericalQuestion(head, cell);
    }
  }
}

function cloze(
  item: ExportItem,
  variant: ExportVariant,
  entries: readonly Entry[],
  count: number,
  losses: LossLog,
  words: Words,
): XmlElement {
  const shares = entries.flatMap((e) => boxShares(e.part).map((s) => times(s, e.share)));
  const points = times(exact(item.points), sumOf(entries.map((e) => e.share)));
  const weights = wholeWeights(shares, points);
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum * points.d !== points.n) {
    losses.add(item.id, '', variant.code, {
      what: 'marks',
      detail: 'Moodle takes the sum of the whole weights of the boxes for the mark of the question',
      instead: `the question counts ${sum}: give its place in the quiz ${decimalText(Number(points.n) / Number(points.d))} marks, which scales it`,
    });
  }
  let next = 0;
  const nextWeight = (): bigint => weights[next++] ?? 1n;
  const form = words.exports.numberForm;
  const needsForm = entries.some((e) => e.part.kind === 'numbers' && e.part.notes.includes(form));
  const body = join([
    statement(variant),
    ...(needsForm ? [tag('p', {}, tag('em', {}, text(form)))] : []),
    ...entries.flatMap(({ field, index, part }) => [
      fieldHead(field, index, count),
      notes(field, withoutNote(part, form), words),
      clozePart(part, nextWeight),
    ]),
  ]);
  return clozeQuestion(headOf(item, variant, body, decimalText(Number(points.n) / Number(points.d)), ''));
}

/** How numbers are typed is said once for the whole question. */
const withoutNote = (part: Part, note: string): Part =>
  part.kind === 'numbers' ? { ...part, notes: part.notes.filter((n) => n !== note) } : part;

/** The share of each box in reading order. */
function boxShares(part: Part): readonly Rational[] {
  if (part.kind === 'numbers') return cellsOf(part).map((c) => c.share);
  if (part.kind === 'selects') return part.rows.map(() => rational(1n, BigInt(part.rows.length)));
  return [rational(1n)];
}

function headOf(
  item: ExportItem,
  variant: ExportVariant,
  body: QuestionHead['text'],
  grade: string,
  pool: string,
): QuestionHead {
  const title = richSpeech(item.title).replaceAll(/\s+/g, ' ').trim();
  const end = ` (${[...(pool === '' ? [] : [pool]), variant.code].join(', ')})`;
  return {
    name: `${shortened(title === '' ? item.id : title, MOST_NAME - end.length)}${end}`,
    text: body,
    images: variant.images,
    solution: blocks(variant.solution),
    grade,
    idnumber: idnumber([item.id, ...(pool === '' ? [] : [pool]), variant.code]),
  };
}

/** Moodle's columns hold 255 and 100 characters. */
const MOST_NAME = 240;
const MOST_ID = 100;

/** Cut at a whole character. */
const shortened = (words: string, most: number): string =>
  words.length <= most ? words : `${[...words].slice(0, Math.max(0, most - 1)).join('')}…`.slice(-most);

/** Unique within a category as long as its parts are: a long one ends in its hash. */
function idnumber(parts: readonly string[]): string {
  const whole = parts.join('.');
  return whole.length <= MOST_ID
    ? whole
    : `${[...whole]
        .slice(0, MOST_ID - 20)
        .join('')
        .slice(0, MOST_ID - 17)}.${toHex(sha256(whole)).slice(0, 16)}`;
}

const exact = (points: number): Rational => parseDecimal(decimalText(Math.max(0, points))) ?? rational(0n);

/**
 * Moodle's XML format with questions of STACK, which judges formulas and arrays by equivalence. Each item is one
 * question; its variants are the deployed seeds 1, 2, …, which `stack_seed` picks from lists. Variants with other
 * boxes than the first (another structure, another template of a pool) make a question of their own.
 */
import { richSpeech } from '../answers/rich-text.ts';
import { times } from '../ir/rational.ts';
import { blocks } from './blocks-html.ts';
import type { ExportBundle, ExportItem, ExportOptions, ExportTarget, ExportVariant } from './contract.ts';
import { fieldShares, noteFigure } from './entries.ts';
import { type Html, join, tag, text } from './html.ts';
import { LossLog } from './losses.ts';
import { category } from './moodle-questions.ts';
import { fieldHead, statement, type Words, wordsFor } from './moodle-text.ts';
import { decimalText } from './numbers.ts';
import { shortened } from './short.ts';
import { wrongExample } from './stack-examples.ts';
import { type StackField, type StackInput, stackField } from './stack-fields.ts';
import { castext, pick, stackQuestion } from './stack-question.ts';
import { writeXml, type XmlElement } from './xml.ts';

export const moodleStack: ExportTarget = {
  name: 'moodle-stack',
  describe: 'Moodle with STACK: formulas, vectors and matrices by equivalence, variants as deployed seeds',
  extension: 'xml',
  write: async (bundle, options) => {
    const losses = new LossLog();
    const content = await writeXml('quiz', {}, questions(bundle, options, losses));
    const all = losses.all();
    return { files: [{ path: '', content }], losses: all, accepted: !options.strict || all.length === 0 };
  },
};

interface Boxes {
  readonly input: StackInput;
  readonly points: number;
  readonly wrong: string | null;
}

/** A variant with its page, cut at its marks. */
interface Page {
  readonly variant: ExportVariant;
  readonly boxes: readonly Boxes[];
  readonly pieces: readonly string[];
  readonly kind: string;
}

function* questions(bundle: ExportBundle, options: ExportOptions, losses: LossLog): Generator<XmlElement> {
  const words = wordsFor(bundle.locale);
  yield category([bundle.assignment], bundle.title, `${bundle.assignment}`.slice(0, 100));
  for (const item of bundle.items) {
    const pages = item.variants.map((v) => pageOf(item, v, options, losses, words)).filter((p) => p.boxes.length > 0);
    if (pages.length === 0) continue;
    yield category([bundle.assignment, item.id], richSpeech(item.title), '');
    const kinds = [...new Set(pages.map((p) => p.kind))];
    for (const [k, kind] of kinds.entries()) {
      const alike = pages.filter((p) => p.kind === kind);
      yield questionOf(item, alike, kinds.length > 1 ? `${k + 1}` : '');
    }
  }
}

function pageOf(item: ExportItem, variant: ExportVariant, options: ExportOptions, losses: LossLog, words: Words): Page {
  noteFigure(item, variant, losses);
  const shares = fieldShares(variant);
  const boxes: Boxes[] = [];
  const parts: Html[] = [statement(variant)];
  const count = variant.public.fields.length;
  variant.public.fields.forEach((field, index) => {
    const made = stackField(item.id, variant, field, options, words.exports);
    const isField = (m: typeof made): m is StackField => 'inputs' in m;
    for (const note of isField(made) ? made.losses : made) losses.add(item.id, field.id, variant.code, note);
    if (!isField(made)) return;
    const key = variant.key.fields.find((k) => k.id === field.id);
    if (key?.follows)
      losses.add(item.id, field.id, variant.code, {
        what: 'follow-through',
        detail: 'an answer that follows from an earlier wrong answer is wrong here',
        instead: 'the key alone counts',
      });
    const from = boxes.length;
    for (const input of made.inputs) {
      const share = times(input.share, shares[index] ?? input.share);
      boxes.push({
        input,
        points: (item.points * Number(share.n)) / Number(share.d),
        wrong: key === undefined ? null : wrongExample(input, field, key),
      });
    }
    parts.push(
      fieldHead(field, index, count),
      ...(made.notes.length > 0 ? [tag('p', {}, tag('em', {}, text(made.notes.join(' '))))] : []),
      made.body((k) => ({ html: `${MARK}${from + k}${MARK}` })),
    );
  });
  // Texts, marks and texts in turn.
  const pieces = castext(join(parts, `${MARK}${MARK}`)).split(new RegExp(`${MARK}(\\d*)${MARK}`));
  const marks = pieces.filter((_, k) => k % 2 === 1);
  const kind = JSON.stringify([marks, boxes.map((b) => [b.input.type, b.input.test, b.points, b.input.spellings])]);
  return { variant, boxes, pieces, kind };
}

/**
 * `0` between two of them is the place of the first input, nothing a cut between two parts of the page: what all
 * variants have in common there is written once. No text of a question holds it, since XML cannot.
 */
const MARK = '\uFFFF';

function questionOf(item: ExportItem, pages: readonly Page[], ending: string): XmlElement {
  const [first] = pages;
  const inputs = (first?.boxes ?? []).map((box, k) => ({
    points: box.points,
    variants: pages.flatMap((p) => p.boxes[k]?.input ?? []),
    wrong: pages.map((p) => p.boxes[k]?.wrong ?? null),
  }));
  const total = inputs.reduce((s, i) => s + i.points, 0);
  const body = (first?.pieces ?? []).map((mark, k) => {
    if (k % 2 === 0) return pick(pages.map((p) => p.pieces[k] ?? ''));
    return mark === '' ? '' : `[[input:ans${Number(mark) + 1}]] [[validation:ans${Number(mark) + 1}]]`;
  });
  const title = richSpeech(item.title).replaceAll(/\s+/g, ' ').trim();
  const head = {
    name: shortened(`${title === '' ? item.id : title}${ending === '' ? '' : ` (${ending})`}`, 240),
    text: { html: body.join('') },
    images: pages.flatMap((p) => p.variant.images),
    solution: { html: pick(pages.map((p) => castext(blocks(p.variant.solution)))) },
    grade: decimalText(total),
    idnumber: `${item.id}${ending === '' ? '' : `.${ending}`}`.slice(-100),
    note: pick(pages.map((p) => p.variant.code)),
  };
  return stackQuestion(head, inputs, pages.length);
}

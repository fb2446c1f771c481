/** Items of QTI 1.2 with the fields by which Canvas knows its question types. */
import { type Rational, times } from '../ir/rational.ts';
import { type Html, join, NOTHING, rich, tag, text } from './html.ts';
import { decimalText } from './numbers.ts';
import type { Cell, Part, PartOption } from './parts.ts';
import { element, type XmlElement } from './xml.ts';

export interface CanvasHead {
  readonly ident: string;
  readonly title: string;
  readonly points: string;
  readonly stem: Html;
  readonly solution: Html;
}

/** Points of one box. */
export function pointsText(points: number, field: Rational, box: Rational): string {
  const share = times(field, box);
  return decimalText(Math.round(((points * Number(share.n)) / Number(share.d)) * 1e4) / 1e4);
}

type Conditions = readonly XmlElement[];

const material = (html: Html): XmlElement =>
  element('material', {}, element('mattext', { texttype: 'text/html' }, html.html));

const metadata = (label: string, entry: string): XmlElement =>
  element('qtimetadatafield', {}, element('fieldlabel', {}, label), element('fieldentry', {}, entry));

const full = element('setvar', { action: 'Set', varname: 'SCORE' }, '100');
const equal = (value: string, respident = 'response1'): XmlElement => element('varequal', { respident }, value);
const shows = (ident: string): XmlElement => element('displayfeedback', { feedbacktype: 'Response', linkrefid: ident });

const condition = (goOn: boolean, test: readonly XmlElement[], then: readonly XmlElement[]): XmlElement =>
  element('respcondition', { continue: goOn ? 'Yes' : 'No' }, element('conditionvar', {}, ...test), ...then);

function canvasItem(
  type: string,
  head: CanvasHead,
  responses: readonly XmlElement[],
  conditions: Conditions,
  feedback: readonly (readonly [ident: string, html: Html])[] = [],
): XmlElement {
  const always = condition(true, [element('other')], [shows('general_fb')]);
  return element(
    'item',
    { ident: head.ident, title: head.title },
    element(
      'itemmetadata',
      {},
      element('qtimetadata', {}, metadata('question_type', type), metadata('points_possible', head.points)),
    ),
    element('presentation', {}, material(head.stem), ...responses),
    element(
      'resprocessing',
      {},
      element(
        'outcomes',
        {},
        element('decvar', { maxvalue: '100', minvalue: '0', varname: 'SCORE', vartype: 'Decimal' }),
      ),
      always,
      ...conditions,
    ),
    ...[['general_fb', head.solution] as const, ...feedback].map(([ident, html]) =>
      element('itemfeedback', { ident }, element('flow_mat', {}, material(html))),
    ),
  );
}

const fill = (fibtype: string | null): XmlElement =>
  element(
    'response_str',
    { ident: 'response1', rcardinality: 'Single' },
    element(
      'render_fib',
      fibtype === null ? {} : { fibtype },
      element('response_label', { ident: 'answer1', rshuffle: 'No' }),
    ),
  );

/** @param content of a cell: a number within an absolute tolerance, or one of a few words */
export function canvasCell(head: CanvasHead, content: Cell['content']): XmlElement {
  if (content.kind === 'words') return canvasWords(head, content.accepted);
  const { value, tolerance } = content;
  // The exact value beside the bounds, in an `or`: without it the importer would make a range of them.
  const test = element(
    'or',
    {},
    equal(decimalText(value)),
    element(
      'and',
      {},
      element('vargte', { respident: 'response1' }, decimalText(value - tolerance)),
      element('varlte', { respident: 'response1' }, decimalText(value + tolerance)),
    ),
  );
  return canvasItem('numerical_question', head, [fill('Decimal')], [condition(false, [test], [full])]);
}

export const canvasWords = (head: CanvasHead, accepted: readonly string[]): XmlElement =>
  canvasItem(
    'short_answer_question',
    head,
    [fill(null)],
    [
      condition(
        false,
        accepted.map((word) => equal(word)),
        [full],
      ),
    ],
  );

export const canvasEssay = (head: CanvasHead): XmlElement => canvasItem('essay_question', head, [fill(null)], []);

const labels = (options: readonly { readonly id: string; readonly html: Html }[]): XmlElement =>
  element('render_choice', {}, ...options.map((o) => element('response_label', { ident: o.id }, material(o.html))));

export function canvasChoice(head: CanvasHead, options: readonly PartOption[], many: boolean): XmlElement {
  const ask = element(
    'response_lid',
    { ident: 'response1', rcardinality: many ? 'Multiple' : 'Single' },
    labels(options.map((o) => ({ id: o.id, html: rich(o.text) }))),
  );
  const told = options.filter((o) => o.message.length > 0);
  const feedback = told.map((o) => [`${o.id}_fb`, rich(o.message)] as const);
  const says = told.map((o) => condition(true, [equal(o.id)], [shows(`${o.id}_fb`)]));
  const right = options.filter((o) => o.right);
  const test = many
    ? [element('and', {}, ...options.map((o) => (o.right ? equal(o.id) : element('not', {}, equal(o.id)))))]
    : right.map((o) => equal(o.id));
  const type = many ? 'multiple_answers_question' : 'multiple_choice_question';
  return canvasItem(type, head, [ask], [...says, condition(false, test, [full])], feedback);
}

type Lines = Extract<Part, { readonly kind: 'ordering' }>['lines'];

/** Each line is matched with its place; shares are per line. */
export function canvasOrdering(head: CanvasHead, lines: Lines, notUsed: string): XmlElement {
  const places = lines.flatMap((l) => (l.place === null ? [] : [l.place])).sort((a, b) => a - b);
  const answers = [
    ...places.map((p) => ({ id: `place_${p}`, html: text(`${p}`) })),
    ...(places.length < lines.length ? [{ id: 'place_none', html: text(notUsed) }] : []),
  ];
  const responses = lines.map((l, k) =>
    element('response_lid', { ident: `response_${k + 1}` }, material(rich(l.text)), labels(answers)),
  );
  const conditions = lines.map((l, k) =>
    element(
      'respcondition',
      {},
      element('conditionvar', {}, equal(l.place === null ? 'place_none' : `place_${l.place}`, `response_${k + 1}`)),
      element('setvar', { varname: 'SCORE', action: 'Add' }, decimalText(Number((100 / lines.length).toFixed(2)))),
    ),
  );
  return canvasItem('matching_question', head, responses, conditions);
}

type Essay = Extract<Part, { readonly kind: 'essay' }>;

/** The rubric as words: the platform keeps rubrics outside of its quizzes. */
export function rubricHtml(part: Essay, title: string): Html {
  if (part.rubric.length === 0) return NOTHING;
  return join([
    tag('p', {}, tag('strong', {}, text(title))),
    tag(
      'ul',
      {},
      ...part.rubric.map((r) =>
        tag(
          'li',
          {},
          rich(r.criterion),
          tag('ul', {}, ...r.levels.map((l, k) => tag('li', {}, text(`${k}: `), rich(l)))),
        ),
      ),
    ),
  ]);
}

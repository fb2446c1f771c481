/** Items of Blackboard's dialect of QTI 1.2. */
import { type Html, rich } from './html.ts';
import { decimalText } from './numbers.ts';
import type { Cell, Part, PartOption } from './parts.ts';
import { element, type XmlElement } from './xml.ts';

export interface BlackboardHead {
  readonly id: string;
  readonly points: string;
  readonly stem: Html;
  readonly solution: Html;
}

const formatted = (html: Html): XmlElement =>
  element(
    'flow',
    { class: 'FORMATTED_TEXT_BLOCK' },
    element('material', {}, element('mat_extension', {}, element('mat_formattedtext', { type: 'HTML' }, html.html))),
  );

const block = (name: string, ...children: readonly XmlElement[]): XmlElement =>
  element('flow', { class: name }, ...children);

export function metadata(of: 'Assessment' | 'Section' | 'Item', id: string, points: string, type: string): XmlElement {
  const one = (name: string, value: string): XmlElement => element(name, {}, value);
  return element(
    `${of.toLowerCase()}metadata`,
    {},
    one('bbmd_asi_object_id', `_${id}_1`),
    one('bbmd_asitype', of),
    one('bbmd_assessmenttype', 'Pool'),
    one('bbmd_sectiontype', 'Subsection'),
    one('bbmd_questiontype', type),
    one('bbmd_is_from_cartridge', 'false'),
    one('bbmd_is_disabled', 'false'),
    one('bbmd_negative_points_ind', 'N'),
    one('bbmd_canvas_fullcrdt_ind', 'false'),
    one('bbmd_all_fullcredit_ind', 'false'),
    one('bbmd_numbertype', 'none'),
    one('bbmd_partialcredit', 'false'),
    one('bbmd_orientationtype', 'vertical'),
    one('bbmd_is_extracredit', 'false'),
    one('qmd_absolutescore_max', points),
    one('qmd_weighting', '0'),
    one('qmd_instructornotes', ''),
  );
}

function item(
  type: string,
  head: BlackboardHead,
  response: readonly XmlElement[],
  correct: readonly XmlElement[],
  more: readonly XmlElement[] = [],
): XmlElement {
  const shown = (title: string): XmlElement =>
    element(
      'itemfeedback',
      { ident: title, view: 'All' },
      element(
        'flow_mat',
        { class: 'Block' },
        element('flow_mat', { class: 'FORMATTED_TEXT_BLOCK' }, material(head.solution)),
      ),
    );
  const condition = (title: string, score: string, tests: readonly XmlElement[]): XmlElement =>
    element(
      'respcondition',
      { title },
      element('conditionvar', {}, ...tests),
      element('setvar', { variablename: 'SCORE', action: 'Set' }, score),
      element('displayfeedback', { linkrefid: title, feedbacktype: 'Response' }),
    );
  return element(
    'item',
    { maxattempts: '0' },
    metadata('Item', head.id, head.points, type),
    element(
      'presentation',
      {},
      block(
        'Block',
        block('QUESTION_BLOCK', formatted(head.stem)),
        ...(response.length === 0 ? [] : [block('RESPONSE_BLOCK', ...response)]),
      ),
    ),
    element(
      'resprocessing',
      { scoremodel: 'SumOfScores' },
      element(
        'outcomes',
        {},
        element('decvar', {
          varname: 'SCORE',
          vartype: 'Decimal',
          defaultval: '0',
          minvalue: '0',
          maxvalue: head.points,
        }),
      ),
      ...(correct.length === 0 ? [] : [condition('correct', 'SCORE.max', correct)]),
      condition('incorrect', '0', [element('other')]),
      ...more,
    ),
    shown('correct'),
    shown('incorrect'),
  );
}

const material = (html: Html): XmlElement =>
  element('material', {}, element('mat_extension', {}, element('mat_formattedtext', { type: 'HTML' }, html.html)));

const fill = (): XmlElement =>
  element('render_fib', {
    charset: 'us-ascii',
    encoding: 'UTF_8',
    rows: '0',
    columns: '0',
    maxchars: '0',
    prompt: 'Box',
    fibtype: 'String',
    minnumber: '0',
    maxnumber: '0',
  });

/** A number between two bounds, or one of a few words. */
export function blackboardCell(head: BlackboardHead, content: Cell['content']): XmlElement {
  if (content.kind === 'words') {
    return item(
      'Fill in the Blank',
      head,
      [element('response_str', { ident: 'response', rcardinality: 'Single', rtiming: 'No' }, fill())],
      [
        element(
          'or',
          {},
          ...content.accepted.map((w) => element('varequal', { respident: 'response', case: 'No' }, w)),
        ),
      ],
    );
  }
  const { value, tolerance } = content;
  const bound = (name: string, x: number): XmlElement => element(name, { respident: 'response' }, decimalText(x));
  return item(
    'Numeric',
    head,
    [element('response_num', { ident: 'response', rcardinality: 'Single', rtiming: 'No' }, fill())],
    [
      bound('vargte', value - tolerance),
      bound('varlte', value + tolerance),
      element('varequal', { respident: 'response', case: 'No' }, decimalText(value)),
    ],
  );
}

export function blackboardChoice(head: BlackboardHead, options: readonly PartOption[], many: boolean): XmlElement {
  const labels = options.map((o) =>
    element(
      'flow_label',
      { class: 'Block' },
      element(
        'response_label',
        { ident: o.id, shuffle: 'No', rarea: 'Ellipse', rrange: 'Exact' },
        formattedMat(rich(o.text)),
      ),
    ),
  );
  const equal = (o: PartOption): XmlElement => element('varequal', { respident: 'response', case: 'No' }, o.id);
  const test = many
    ? [element('and', {}, ...options.map((o) => (o.right ? equal(o) : element('not', {}, equal(o)))))]
    : options.filter((o) => o.right).map(equal);
  return item(
    many ? 'Multiple Answer' : 'Multiple Choice',
    head,
    [
      element(
        'response_lid',
        { ident: 'response', rcardinality: many ? 'Multiple' : 'Single', rtiming: 'No' },
        element('render_choice', { shuffle: 'No', minnumber: '0', maxnumber: '0' }, ...labels),
      ),
    ],
    test,
  );
}

const formattedMat = (html: Html): XmlElement =>
  element('flow_mat', { class: 'Block' }, element('flow_mat', { class: 'FORMATTED_TEXT_BLOCK' }, material(html)));

export const blackboardEssay = (head: BlackboardHead): XmlElement =>
  item(
    'Essay',
    head,
    [element('response_str', { ident: 'response', rcardinality: 'Single', rtiming: 'No' }, fill())],
    [],
  );

type Lines = Extract<Part, { readonly kind: 'ordering' }>['lines'];

/** Lines in a drawn order; the right one is named line by line. Lines that do not belong have no place here. */
export function blackboardOrdering(head: BlackboardHead, lines: Lines): XmlElement {
  const id = (k: number): string => `line_${k + 1}`;
  const labels = lines.map((l, k) =>
    element(
      'flow_label',
      { class: 'Block' },
      element(
        'response_label',
        { ident: id(k), shuffle: 'Yes', rarea: 'Ellipse', rrange: 'Exact' },
        formattedMat(rich(l.text)),
      ),
    ),
  );
  const order = lines
    .map((l, k) => ({ place: l.place ?? 0, id: id(k) }))
    .sort((a, b) => a.place - b.place)
    .map((l) => element('varequal', { respident: 'response', case: 'No' }, l.id));
  return item(
    'Ordering',
    head,
    [
      element(
        'response_lid',
        { ident: 'response', rcardinality: 'Ordered', rtiming: 'No' },
        element('render_choice', { shuffle: 'Yes', minnumber: '0', maxnumber: '0' }, ...labels),
      ),
    ],
    [element('and', {}, ...order)],
  );
}

/** Blackboard sets TeX between double dollars. */
export const dollars = ({ html }: Html): Html => ({
  html: html.replaceAll(
    /\\\((.*?)\\\)|\\\[(.*?)\\\]/gs,
    (_, inline?: string, display?: string) => `$$${inline ?? display ?? ''}$$`,
  ),
});

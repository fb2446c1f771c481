/** One variant as one QTI item: all its boxes on one page, their points summed. */

import { richSpeech } from '../answers/rich-text.ts';
import { times } from '../ir/rational.ts';
import { blocks } from './blocks-html.ts';
import { rubricHtml } from './canvas-items.ts';
import type { ExportItem, ExportVariant } from './contract.ts';
import { boxShares, type Entry } from './entries.ts';
import { gridHtml } from './grid-html.ts';
import { type Html, join, NOTHING, rich, tag, text } from './html.ts';
import { fieldHead, notes, statement, type Words } from './moodle-text.ts';
import { decimalText } from './numbers.ts';
import type { Part, PartOption } from './parts.ts';
import { inlineElement, type Make, maker, type QtiFlavour } from './qti-flavour.ts';
import {
  addMessage,
  cellResponse,
  choiceResponse,
  essayResponse,
  optionId,
  orderingResponse,
  type Response,
  wordsResponse,
} from './qti-responses.ts';
import type { Xhtml } from './xhtml.ts';
import type { RawXml, XmlElement } from './xml.ts';

export interface QtiTools {
  readonly flavour: QtiFlavour;
  readonly xhtml: Xhtml;
  readonly words: Words;
  readonly picture: (variant: ExportVariant, name: string) => string;
}

/** What stands on the page for one field, and how its boxes are scored. */
interface Shown {
  readonly body: readonly (XmlElement | RawXml)[];
  readonly responses: readonly Response[];
}

export function qtiItem(
  identifier: string,
  item: ExportItem,
  variant: ExportVariant,
  entries: readonly Entry[],
  locale: string,
  tools: QtiTools,
): XmlElement {
  const q = maker(tools.flavour);
  const shown = entries.map((e) => showField(q, item, variant, e, tools));
  const responses = shown.flatMap((s) => s.responses);
  const most = entries.reduce((sum, e) => sum + (item.points * Number(e.share.n)) / Number(e.share.d), 0);
  const title = richSpeech(item.title).replaceAll(/\s+/g, ' ').trim();
  const raw = (html: Html): readonly RawXml[] => (html.html === '' ? [] : [{ xml: tools.xhtml(tag('div', {}, html)) }]);
  const content = (html: Html): readonly (XmlElement | RawXml)[] =>
    tools.flavour.wrapped ? [q('contentBody', {}, ...raw(html))] : raw(html);
  const messages = [...responses.flatMap((r) => r.messages), ['solution', blocks(variant.solution)] as const];
  return q(
    'assessmentItem',
    {
      xmlns: tools.flavour.namespace,
      identifier,
      title: `${title === '' ? item.id : title} (${variant.code})`,
      'xml:lang': locale,
      adaptive: 'false',
      timeDependent: 'false',
    },
    ...responses.map((r) => r.declaration),
    outcome(q, 'SCORE', 'float', '0'),
    outcome(q, 'MAXSCORE', 'float', decimalText(most)),
    q('outcomeDeclaration', { identifier: 'FEEDBACK', cardinality: 'multiple', baseType: 'identifier' }),
    q(
      'itemBody',
      {},
      ...raw(statement(variant, (name) => tools.picture(variant, name))),
      ...shown.flatMap((s) => s.body),
    ),
    q('responseProcessing', {}, ...responses.flatMap((r) => r.processing), addMessage(q, 'solution')),
    ...messages.map(([id, html]) =>
      q('modalFeedback', { outcomeIdentifier: 'FEEDBACK', identifier: id, showHide: 'show' }, ...content(html)),
    ),
  );
}

const outcome = (q: Make, identifier: string, baseType: string, value: string): XmlElement =>
  q(
    'outcomeDeclaration',
    { identifier, cardinality: 'single', baseType },
    q('defaultValue', {}, q('value', {}, value)),
  );

function showField(q: Make, item: ExportItem, variant: ExportVariant, entry: Entry, tools: QtiTools): Shown {
  const { field, index, part } = entry;
  const id = (k: number): string => `R${index + 1}_${k + 1}`;
  const points = boxShares(part).map((s) => {
    const whole = times(s, entry.share);
    return (item.points * Number(whole.n)) / Number(whole.d);
  });
  const head = join([fieldHead(field, index, variant.public.fields.length), notes(field, part, tools.words)]);
  const raw = (html: Html): readonly RawXml[] => (html.html === '' ? [] : [{ xml: tools.xhtml(tag('div', {}, html)) }]);
  const at = (k: number): number => points[k] ?? 0;
  switch (part.kind) {
    case 'numbers': {
      const responses: Response[] = [];
      const grids = part.grids.map((g) =>
        gridHtml(g, (cell) => {
          const k = responses.length;
          responses.push(cellResponse(q, id(k), cell.content, at(k)));
          return entryBox(tools, id(k));
        }),
      );
      return { body: [...raw(head), ...raw(join(grids))], responses };
    }
    case 'words':
      return {
        body: [...raw(head), ...raw(tag('p', {}, entryBox(tools, id(0))))],
        responses: [wordsResponse(q, id(0), part.accepted, at(0))],
      };
    case 'choice':
      return {
        body: [...raw(head), choice(q, id(0), part.options, part.many, NOTHING, tools)],
        responses: [choiceResponse(q, id(0), part.options, part.many, at(0))],
      };
    case 'selects':
      return {
        body: [...raw(head), ...part.rows.map((r, k) => choice(q, id(k), r.options, false, rich(r.label), tools))],
        responses: part.rows.map((r, k) => choiceResponse(q, id(k), r.options, false, at(k))),
      };
    case 'ordering':
      return {
        body: [...raw(join([head, tag('p', {}, text(tools.words.exports.position))])), ordering(q, id(0), part, tools)],
        responses: [orderingResponse(q, id(0), part.lines, at(0))],
      };
    case 'essay': {
      const rubric = rubricHtml(part, tools.words.exports.rubric);
      const info = join([rubric, ...(part.sample.length > 0 ? [tag('p', {}, rich(part.sample))] : [])]);
      const inner = tools.flavour.wrapped ? [q('contentBody', {}, ...raw(info))] : raw(info);
      const scorers =
        info.html === ''
          ? []
          : [
              q(
                'rubricBlock',
                tools.flavour.wrapped ? { view: 'scorer', use: 'scoring' } : { view: 'scorer' },
                ...inner,
              ),
            ];
      return {
        body: [...raw(head), ...scorers, q('extendedTextInteraction', { responseIdentifier: id(0) })],
        responses: [essayResponse(q, id(0))],
      };
    }
  }
}

const entryBox = (tools: QtiTools, id: string): Html =>
  inlineElement(tools.flavour, 'textEntryInteraction', { responseIdentifier: id, expectedLength: '12' });

function choice(
  q: Make,
  id: string,
  options: readonly PartOption[],
  many: boolean,
  prompt: Html,
  tools: QtiTools,
): XmlElement {
  return q(
    'choiceInteraction',
    { responseIdentifier: id, shuffle: 'false', maxChoices: many ? '0' : '1' },
    ...(prompt.html === '' ? [] : [q('prompt', {}, { xml: tools.xhtml(tag('span', {}, prompt)) })]),
    ...options.map((o) =>
      q('simpleChoice', { identifier: optionId(o) }, { xml: tools.xhtml(tag('span', {}, rich(o.text))) }),
    ),
  );
}

function ordering(
  q: Make,
  id: string,
  part: Extract<Part, { readonly kind: 'ordering' }>,
  tools: QtiTools,
): XmlElement {
  const { lines } = part;
  const places = lines.flatMap((l) => (l.place === null ? [] : [l.place])).sort((a, b) => a - b);
  const none = lines.length - places.length;
  const place = (identifier: string, most: number, html: Html): XmlElement =>
    q('simpleAssociableChoice', { identifier, matchMax: `${most}` }, { xml: tools.xhtml(tag('span', {}, html)) });
  return q(
    'matchInteraction',
    { responseIdentifier: id, shuffle: 'false', maxAssociations: `${lines.length}` },
    q('simpleMatchSet', {}, ...lines.map((l, k) => place(`l${k + 1}`, 1, rich(l.text)))),
    q(
      'simpleMatchSet',
      {},
      ...places.map((p) => place(`p${p}`, 1, text(`${p}`))),
      ...(none > 0 ? [place('p0', none, text(tools.words.exports.notUsed))] : []),
    ),
  );
}

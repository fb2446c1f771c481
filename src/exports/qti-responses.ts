/** Declarations and scoring of QTI items: each box adds its share of the points, foreseen answers add a message. */
import type { Html } from './html.ts';
import { rich } from './html.ts';
import { decimalText } from './numbers.ts';
import type { Cell, Part, PartOption } from './parts.ts';
import type { Make } from './qti-flavour.ts';
import type { XmlElement } from './xml.ts';

export interface Response {
  readonly declaration: XmlElement;
  readonly processing: readonly XmlElement[];
  /** Messages by the identifier that the scoring sets. */
  readonly messages: readonly (readonly [id: string, html: Html])[];
}

const variable = (q: Make, identifier: string): XmlElement => q('variable', { identifier });
const value = (q: Make, baseType: string, text: string): XmlElement => q('baseValue', { baseType }, text);

const addScore = (q: Make, points: number): XmlElement =>
  q(
    'setOutcomeValue',
    { identifier: 'SCORE' },
    q('sum', {}, variable(q, 'SCORE'), value(q, 'float', decimalText(points))),
  );

/** Identifiers begin with a letter; those of lines are numbers. */
export const optionId = (o: Pick<PartOption, 'id'>): string => `o_${o.id}`;

/** Adds a message to those that are shown. */
export const addMessage = (q: Make, id: string): XmlElement =>
  q(
    'setOutcomeValue',
    { identifier: 'FEEDBACK' },
    q('multiple', {}, variable(q, 'FEEDBACK'), value(q, 'identifier', id)),
  );

const declaration = (
  q: Make,
  id: string,
  cardinality: string,
  baseType: string,
  ...own: readonly XmlElement[]
): XmlElement => q('responseDeclaration', { identifier: id, cardinality, baseType }, ...own);

const correct = (q: Make, values: readonly string[]): XmlElement =>
  q('correctResponse', {}, ...values.map((v) => q('value', {}, v)));

/** A number within an absolute tolerance, bounds included; foreseen numbers after the key, in their order. */
export function cellResponse(q: Make, id: string, content: Cell['content'], points: number): Response {
  if (content.kind === 'words') return wordsResponse(q, id, content.accepted, points);
  const near = (x: number, tolerance: number): XmlElement =>
    q(
      'equal',
      { toleranceMode: 'absolute', tolerance: `${decimalText(tolerance)} ${decimalText(tolerance)}` },
      variable(q, id),
      value(q, 'float', decimalText(x)),
    );
  const messages = content.foreseen.map((f, k) => [`${id}_f${k + 1}`, rich(f.message)] as const);
  const processing = q(
    'responseCondition',
    {},
    q('responseIf', {}, near(content.value, content.tolerance), addScore(q, points)),
    ...content.foreseen.map((f, k) =>
      q(
        'responseElseIf',
        {},
        near(f.value, f.tolerance),
        ...(f.credit > 0 ? [addScore(q, points * f.credit)] : []),
        addMessage(q, `${id}_f${k + 1}`),
      ),
    ),
  );
  return {
    declaration: declaration(q, id, 'single', 'float', correct(q, [decimalText(content.value)])),
    processing: [processing],
    messages,
  };
}

export function wordsResponse(q: Make, id: string, accepted: readonly string[], points: number): Response {
  const same = (word: string): XmlElement =>
    q('stringMatch', { caseSensitive: 'false' }, variable(q, id), value(q, 'string', word));
  return {
    declaration: declaration(q, id, 'single', 'string', correct(q, accepted.slice(0, 1))),
    processing: [
      q('responseCondition', {}, q('responseIf', {}, q('or', {}, ...accepted.map(same)), addScore(q, points))),
    ],
    messages: [],
  };
}

export function choiceResponse(
  q: Make,
  id: string,
  options: readonly PartOption[],
  many: boolean,
  points: number,
): Response {
  const right = options.filter((o) => o.right);
  const each = points / Math.max(1, right.length);
  const mapping = q(
    'mapping',
    { lowerBound: '0', upperBound: decimalText(points), defaultValue: '0' },
    ...options.map((o) => q('mapEntry', { mapKey: optionId(o), mappedValue: decimalText(o.right ? each : -each) })),
  );
  const picked = (o: PartOption): XmlElement =>
    many
      ? q('member', {}, value(q, 'identifier', optionId(o)), variable(q, id))
      : q('match', {}, variable(q, id), value(q, 'identifier', optionId(o)));
  const score = many
    ? q(
        'setOutcomeValue',
        { identifier: 'SCORE' },
        q('sum', {}, variable(q, 'SCORE'), q('mapResponse', { identifier: id })),
      )
    : q(
        'responseCondition',
        {},
        q('responseIf', {}, q('match', {}, variable(q, id), q('correct', { identifier: id })), addScore(q, points)),
      );
  const told = options.filter((o) => o.message.length > 0);
  return {
    declaration: declaration(
      q,
      id,
      many ? 'multiple' : 'single',
      'identifier',
      correct(q, right.map(optionId)),
      ...(many ? [mapping] : []),
    ),
    processing: [
      score,
      ...told.map((o) => q('responseCondition', {}, q('responseIf', {}, picked(o), addMessage(q, `${id}_${o.id}`)))),
    ],
    messages: told.map((o) => [`${id}_${o.id}`, rich(o.message)] as const),
  };
}

type Lines = Extract<Part, { readonly kind: 'ordering' }>['lines'];

/** Lines `l1…` are matched with places `p1…` or `p0` for none; each line has the same share. */
export function orderingResponse(q: Make, id: string, lines: Lines, points: number): Response {
  const pairs = lines.map((l, k) => `l${k + 1} p${l.place ?? 0}`);
  const mapping = q(
    'mapping',
    { lowerBound: '0', upperBound: decimalText(points), defaultValue: '0' },
    ...pairs.map((p) => q('mapEntry', { mapKey: p, mappedValue: decimalText(points / lines.length) })),
  );
  return {
    declaration: declaration(q, id, 'multiple', 'directedPair', correct(q, pairs), mapping),
    processing: [
      q(
        'setOutcomeValue',
        { identifier: 'SCORE' },
        q('sum', {}, variable(q, 'SCORE'), q('mapResponse', { identifier: id })),
      ),
    ],
    messages: [],
  };
}

export const essayResponse = (q: Make, id: string): Response => ({
  declaration: declaration(q, id, 'single', 'string'),
  processing: [],
  messages: [],
});

/** Questions of Moodle's XML format, one function per question type. */
import type { ExportImage } from './contract.ts';
import { type Html, join, NOTHING, rich, tag, text } from './html.ts';
import { moodleFraction } from './moodle-fractions.ts';
import type { Words } from './moodle-text.ts';
import { decimalText, toleranceText } from './numbers.ts';
import type { Cell, Part, PartOption } from './parts.ts';
import { element, type XmlElement } from './xml.ts';

/** What all questions have. */
export interface QuestionHead {
  readonly name: string;
  readonly text: Html;
  readonly images: readonly ExportImage[];
  readonly solution: Html;
  readonly grade: string;
  readonly idnumber: string;
}

const plain = (name: string, value: string): XmlElement => element(name, {}, element('text', {}, value));
const html = (name: string, value: Html, ...files: readonly XmlElement[]): XmlElement =>
  element(name, { format: 'html' }, element('text', {}, value.html), ...files);

export function question(type: string, head: QuestionHead, ...own: readonly XmlElement[]): XmlElement {
  const files = head.images.map((i) =>
    element('file', { name: i.name, path: '/', encoding: 'base64' }, base64(i.bytes)),
  );
  return element(
    'question',
    { type },
    plain('name', head.name),
    html('questiontext', head.text, ...files),
    html('generalfeedback', head.solution),
    element('defaultgrade', {}, head.grade),
    element('penalty', {}, '0'),
    element('hidden', {}, '0'),
    element('idnumber', {}, head.idnumber),
    ...own,
  );
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648; written out, since the core knows neither Buffer nor btoa. */
function base64(bytes: Uint8Array): string {
  const out: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const three = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    out.push(
      LETTERS[three >> 18] ?? '',
      LETTERS[(three >> 12) & 63] ?? '',
      left > 1 ? (LETTERS[(three >> 6) & 63] ?? '') : '=',
      left > 2 ? (LETTERS[three & 63] ?? '') : '=',
    );
  }
  return out.join('');
}

/** A category and, in it, what follows. A slash in a name is doubled, or it would start a category below. */
export function category(path: readonly string[], info: string, idnumber: string): XmlElement {
  const name = ['$course$', 'top', ...path.map((p) => p.replaceAll('/', '//'))].join('/');
  return element(
    'question',
    { type: 'category' },
    plain('category', name),
    element('info', { format: 'plain_text' }, element('text', {}, info)),
    element('idnumber', {}, idnumber),
  );
}

export const clozeQuestion = (head: QuestionHead): XmlElement => question('cloze', head);

/** @param cell one whose content is a number */
export function numericalQuestion(head: QuestionHead, cell: Cell): XmlElement {
  const { content } = cell;
  if (content.kind === 'words') return clozeQuestion(head);
  const answer = (value: number, tolerance: number, fraction: string, message: Html): XmlElement =>
    element(
      'answer',
      { fraction, format: 'moodle_auto_format' },
      element('text', {}, decimalText(value)),
      html('feedback', message),
      element('tolerance', {}, toleranceText(tolerance)),
    );
  return question(
    'numerical',
    head,
    answer(content.value, content.tolerance, '100', NOTHING),
    ...content.foreseen.map((f) => answer(f.value, f.tolerance, moodleFraction(f.credit), rich(f.message))),
    element('unitgradingtype', {}, '0'),
    element('unitpenalty', {}, '0.1000000'),
    element('showunits', {}, '3'),
    element('unitsleft', {}, '0'),
  );
}

export function choiceQuestion(
  head: QuestionHead,
  options: readonly PartOption[],
  many: boolean,
  numbered: boolean,
): XmlElement {
  const right = Math.max(1, options.filter((o) => o.right).length);
  const fraction = (o: PartOption): string =>
    many ? moodleFraction((o.right ? 1 : -1) / right) : o.right ? '100' : '0';
  return question(
    'multichoice',
    head,
    element('single', {}, many ? 'false' : 'true'),
    // The order was drawn with the variant, and numbers ascend.
    element('shuffleanswers', {}, 'false'),
    element('answernumbering', {}, numbered ? '123' : 'abc'),
    element('showstandardinstruction', {}, '1'),
    ...options.map((o) =>
      element(
        'answer',
        { fraction: fraction(o), format: 'html' },
        element('text', {}, rich(o.text).html),
        html('feedback', rich(o.message)),
      ),
    ),
  );
}

type Lines = Extract<Part, { readonly kind: 'ordering' }>['lines'];

/** Moodle's own ordering where every line belongs; else each line is matched with its place. */
export function orderingQuestion(head: QuestionHead, lines: Lines, words: Words): XmlElement {
  const placed = lines.flatMap((l) => (l.place === null ? [] : [{ text: l.text, place: l.place }]));
  if (placed.length === lines.length) {
    return question(
      'ordering',
      head,
      element('layouttype', {}, 'VERTICAL'),
      element('selecttype', {}, 'ALL'),
      element('selectcount', {}, '0'),
      element('gradingtype', {}, 'LONGEST_ORDERED_SUBSET'),
      element('showgrading', {}, 'SHOW'),
      element('numberingstyle', {}, 'none'),
      // Without it the importer makes up hints without a text, which its database refuses.
      element('shownumcorrect', {}, '1'),
      ...[...placed]
        .sort((a, b) => a.place - b.place)
        .map((l, k) =>
          element(
            'answer',
            { fraction: `${k + 1}`, format: 'html' },
            element('text', {}, rich(l.text).html),
            html('feedback', NOTHING),
          ),
        ),
    );
  }
  const answer = (place: number | null): string => (place === null ? words.exports.notUsed : `${place}`);
  return question(
    'matching',
    { ...head, text: join([head.text, tag('p', {}, tag('em', {}, text(words.exports.position)))]) },
    element('shuffleanswers', {}, 'false'),
    ...lines.map((l) =>
      element(
        'subquestion',
        { format: 'html' },
        element('text', {}, rich(l.text).html),
        plain('answer', answer(l.place)),
      ),
    ),
  );
}

type Essay = Extract<Part, { readonly kind: 'essay' }>;

export function essayQuestion(head: QuestionHead, part: Essay, words: Words): XmlElement {
  const { exports: s } = words;
  const row = (r: Essay['rubric'][number]): Html =>
    tag(
      'tr',
      {},
      tag('th', { scope: 'row' }, rich(r.criterion)),
      tag('td', {}, tag('ul', {}, ...r.levels.map((l, k) => tag('li', {}, text(`${k}: `), rich(l))))),
    );
  const graderInfo = join([
    ...(part.rubric.length === 0
      ? []
      : [
          tag(
            'table',
            { border: '1' },
            tag(
              'thead',
              {},
              tag('tr', {}, tag('th', { scope: 'col' }, text(s.rubric)), tag('th', { scope: 'col' }, text(s.points))),
            ),
            tag('tbody', {}, ...part.rubric.map(row)),
          ),
        ]),
    ...(part.length === '' ? [] : [tag('p', {}, text(`${s.length}: ${part.length}`))]),
    ...(part.sample.length === 0
      ? []
      : [tag('p', {}, tag('strong', {}, text(s.sample))), tag('p', {}, rich(part.sample))]),
  ]);
  const { least, most } = part.words;
  return question(
    'essay',
    head,
    element('responseformat', {}, 'editor'),
    element('responserequired', {}, '1'),
    element('responsefieldlines', {}, '15'),
    ...(least === null ? [] : [element('minwordlimit', {}, `${least}`)]),
    ...(most === null ? [] : [element('maxwordlimit', {}, `${most}`)]),
    element('attachments', {}, '0'),
    element('attachmentsrequired', {}, '0'),
    html('graderinfo', graderInfo),
    html('responsetemplate', NOTHING),
  );
}

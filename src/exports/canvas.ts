/**
 * QTI 1.2 as Canvas's Classic Quizzes and New Quizzes import it: a zip of one quiz. Canvas questions have one box, so
 * each box is a question; the variants of a box are a group (a section inside the quiz) from which one is drawn.
 */
import { richSpeech } from '../answers/rich-text.ts';
import { blocks } from './blocks-html.ts';
import { type Box, boxesOf } from './boxes.ts';
import {
  type CanvasHead,
  canvasCell,
  canvasChoice,
  canvasEssay,
  canvasOrdering,
  pointsText,
  rubricHtml,
} from './canvas-items.ts';
import type { ExportBundle, ExportFile, ExportItem, ExportOptions, ExportTarget, ExportVariant } from './contract.ts';
import { type Entry, entriesOf } from './entries.ts';
import { join, tag, text } from './html.ts';
import { identifier } from './identifier.ts';
import { LossLog } from './losses.ts';
import { PLAIN_PACKAGE, writeManifest } from './manifest.ts';
import { fieldHead, notes, statement, type Words, wordsFor } from './moodle-text.ts';
import { shortened } from './short.ts';
import { element, writeXml, type XmlElement } from './xml.ts';
import { zipFiles } from './zip.ts';

export const canvas: ExportTarget = {
  name: 'canvas',
  describe: 'Canvas (QTI 1.2 zip for Classic Quizzes and New Quizzes): one question per box, groups of variants',
  extension: 'zip',
  write: async (bundle, options) => {
    const losses = new LossLog();
    const quiz = identifier('quiz', bundle.assignment);
    const content = await writeXml('questestinterop', { xmlns: 'http://www.imsglobal.org/xsd/ims_qtiasiv1p2' }, [
      assessment(bundle, options, losses, quiz),
    ]);
    const images = imagesOf(bundle);
    const path = `${quiz}/${quiz}.xml`;
    const files: readonly ExportFile[] = [
      { path: 'imsmanifest.xml', content: await manifestOf(quiz, path, images) },
      { path, content },
      ...images,
    ];
    const all = losses.all();
    return {
      files: [{ path: '', content: await zipFiles(files) }],
      losses: all,
      accepted: !options.strict || all.length === 0,
    };
  },
};

const picture = (variant: ExportVariant, name: string): string => `images/${identifier('v', variant.code)}-${name}`;

const imagesOf = (bundle: ExportBundle): readonly ExportFile[] =>
  bundle.items.flatMap((i) =>
    i.variants.flatMap((v) => v.images.map((image) => ({ path: picture(v, image.name), content: image.bytes }))),
  );

const QUIZ_TYPE = 'imsqti_xmlv1p2';

function manifestOf(quiz: string, path: string, images: readonly ExportFile[]): Promise<string> {
  return writeManifest(PLAIN_PACKAGE, `${quiz}_package`, { schema: 'IMS Content', version: '1.1.3' }, [
    { identifier: quiz, type: QUIZ_TYPE, href: path },
    ...images.map((i, k) => ({ identifier: `image_${k + 1}`, type: 'webcontent', href: i.path })),
  ]);
}

function assessment(bundle: ExportBundle, options: ExportOptions, losses: LossLog, quiz: string): XmlElement {
  const words = wordsFor(bundle.locale);
  const groups = bundle.items.flatMap((item) => groupsOf(item, options, losses, words));
  return element(
    'assessment',
    { ident: quiz, title: shortened(bundle.title, 250) },
    element('qtimetadata', {}, field('cc_maxattempts', '1')),
    element('section', { ident: 'root_section' }, ...groups),
  );
}

const field = (label: string, entry: string): XmlElement =>
  element('qtimetadatafield', {}, element('fieldlabel', {}, label), element('fieldentry', {}, entry));

/** The questions of one item, boxes in the order of the paper; several variants of a box are a group. */
function groupsOf(item: ExportItem, options: ExportOptions, losses: LossLog, words: Words): readonly XmlElement[] {
  const groups = new Map<string, { readonly points: string; readonly items: XmlElement[] }>();
  for (const variant of item.variants) {
    const entries = entriesOf(item, variant, options, losses, words.exports);
    const boxes = entries.flatMap((e) => boxesOf(e.part).map((box) => ({ entry: e, box })));
    if (boxes.length > 1 && item.variants.length > 1) {
      losses.add(item.id, '', variant.code, {
        what: 'variant-pairing',
        detail: 'each box is a question, and questions are drawn one by one',
        instead: 'every question repeats the whole statement; export one variant to keep them together',
      });
    }
    for (const { entry, box } of boxes) {
      noteBox(item, variant, entry, box, losses);
      const points = pointsText(item.points, entry.share, box.share);
      // Variants whose boxes count differently cannot share a group.
      const key = `${entry.field.id} ${box.id} ${points}`;
      const group = groups.get(key) ?? { points, items: [] };
      group.items.push(question(item, variant, entry, box, words));
      groups.set(key, group);
    }
  }
  return [...groups].flatMap(([key, { points, items }]) =>
    items.length === 1 && item.variants.length === 1
      ? items
      : [
          element(
            'section',
            { ident: identifier('group', `${item.id} ${key}`), title: shortened(`${item.id} ${key}`, 250) },
            element(
              'selection_ordering',
              {},
              element(
                'selection',
                {},
                element('selection_number', {}, '1'),
                element('selection_extension', {}, element('points_per_item', {}, points)),
              ),
            ),
            ...items,
          ),
        ],
  );
}

function noteBox(item: ExportItem, variant: ExportVariant, entry: Entry, box: Box, losses: LossLog): void {
  const { content } = box;
  const add = (what: 'feedback' | 'partial-credit', detail: string, instead: string): void =>
    losses.add(item.id, entry.field.id, variant.code, { what, detail, instead });
  if (content.kind === 'cell' && content.content.kind === 'number') {
    const { foreseen } = content.content;
    if (foreseen.length > 0)
      add('feedback', 'messages for foreseen wrong numbers', 'the worked solution is the feedback to everybody');
    if (foreseen.some((f) => f.credit > 0))
      add(
        'partial-credit',
        'a foreseen number that earns a part: every number listed would earn all',
        'it earns nothing',
      );
  }
  if (content.kind === 'essay')
    add('partial-credit', 'quizzes have no rubric', 'the rubric stands in the general feedback');
}

function question(item: ExportItem, variant: ExportVariant, entry: Entry, box: Box, words: Words): XmlElement {
  const { field: asked, index, part } = entry;
  const stem = join([
    statement(variant, (name) => `%24IMS-CC-FILEBASE%24/${picture(variant, name)}`),
    fieldHead(asked, index, variant.public.fields.length),
    box.place,
    notes(asked, part, words),
    ...(box.content.kind === 'ordering' ? [tag('p', {}, tag('em', {}, text(words.exports.position)))] : []),
  ]);
  const end = ` (${variant.code})`;
  const title = richSpeech(item.title).replaceAll(/\s+/g, ' ').trim();
  const rubric = box.content.kind === 'essay' ? rubricHtml(box.content, words.exports.rubric) : { html: '' };
  const head: CanvasHead = {
    ident: identifier('q', `${item.id} ${variant.code} ${asked.id} ${box.id}`),
    title: `${shortened(title === '' ? item.id : title, 240 - end.length)}${end}`,
    points: pointsText(item.points, entry.share, box.share),
    stem,
    solution: join([blocks(variant.solution), rubric]),
  };
  const { content } = box;
  switch (content.kind) {
    case 'cell':
      return canvasCell(head, content.content);
    case 'choice':
      return canvasChoice(head, content.options, content.many);
    case 'ordering':
      return canvasOrdering(head, content.lines, words.exports.notUsed);
    case 'essay':
      return canvasEssay(head);
  }
}

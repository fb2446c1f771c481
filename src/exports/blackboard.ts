/** A Blackboard export package of question pools: a pool for each box of each problem, its variants the questions. */

import {
  type BlackboardHead,
  blackboardCell,
  blackboardChoice,
  blackboardEssay,
  blackboardOrdering,
  dollars,
  metadata,
} from './blackboard-items.ts';
import { blocks } from './blocks-html.ts';
import { type Box, boxesOf } from './boxes.ts';
import { pointsText, rubricHtml } from './canvas-items.ts';
import type { ExportBundle, ExportFile, ExportItem, ExportTarget, ExportVariant } from './contract.ts';
import { type Entry, entriesOf } from './entries.ts';
import { join } from './html.ts';
import { LossLog } from './losses.ts';
import { fieldHead, notes, statement, type Words, wordsFor } from './moodle-text.ts';
import { shortened } from './short.ts';
import { element, writeDocument, type XmlElement } from './xml.ts';
import { zipFiles } from './zip.ts';

export const blackboard: ExportTarget = {
  name: 'blackboard',
  describe: 'Blackboard question pools (zip): one pool per box, its variants the questions',
  extension: 'zip',
  write: async (bundle, options) => {
    const losses = new LossLog();
    const words = wordsFor(bundle.locale);
    const pools: Pool[] = [];
    let number = 1000;
    for (const item of bundle.items) {
      const found = new Map<string, { readonly title: string; readonly questions: XmlElement[] }>();
      for (const variant of item.variants) {
        const entries = entriesOf(item, variant, options, losses, words.exports);
        const all = entries.flatMap((entry) => boxesOf(entry.part).map((box) => ({ entry, box })));
        noteVariant(item, variant, all.length, losses);
        for (const { entry, box } of all) {
          noteBox(item, variant, entry, box, losses);
          number += 1;
          const made = question(item, variant, entry, box, words, `${number}`);
          if (made === null) continue;
          const points = pointsText(item.points, entry.share, box.share);
          const key = `${entry.field.id} ${box.id} ${points}`;
          const title = `${item.id} ${entry.field.id} ${box.id}`;
          const pool = found.get(key) ?? { title, questions: [] };
          pool.questions.push(made);
          found.set(key, pool);
        }
      }
      pools.push(...found.values());
    }
    const all = losses.all();
    return {
      files: [{ path: '', content: await zipFiles(await packageOf(bundle, pools)) }],
      losses: all,
      accepted: !options.strict || all.length === 0,
    };
  },
};

interface Pool {
  readonly title: string;
  readonly questions: readonly XmlElement[];
}

const BB = 'http://www.blackboard.com/content-packaging/';

async function packageOf(bundle: ExportBundle, pools: readonly Pool[]): Promise<readonly ExportFile[]> {
  const name = (k: number): string => `res${`${k + 1}`.padStart(5, '0')}`;
  const manifest = element(
    'manifest',
    { identifier: 'man00001', 'xmlns:bb': BB },
    element('organizations'),
    element(
      'resources',
      {},
      ...pools.map((pool, k) =>
        element('resource', {
          'bb:file': `${name(k)}.dat`,
          'bb:title': shortened(`${bundle.assignment} ${pool.title}`, 200),
          identifier: name(k),
          type: 'assessment/x-bb-qti-pool',
          'xml:base': name(k),
        }),
      ),
    ),
  );
  const files: ExportFile[] = [
    { path: 'imsmanifest.xml', content: await writeDocument(manifest) },
    { path: '.bb-package-info', content: 'cx.package.info.version=6.0\n' },
  ];
  for (const [k, pool] of pools.entries()) {
    const title = shortened(`${bundle.assignment} ${pool.title}`, 200);
    const document = element(
      'questestinterop',
      {},
      element(
        'assessment',
        { title },
        metadata('Assessment', `1${k}`, '0', ''),
        element('section', {}, metadata('Section', `2${k}`, '0', ''), ...pool.questions),
      ),
    );
    files.push({ path: `${name(k)}.dat`, content: await writeDocument(document) });
  }
  return files;
}

function noteVariant(item: ExportItem, variant: ExportVariant, boxes: number, losses: LossLog): void {
  const add = (what: 'mathematics' | 'variant-pairing' | 'left-out', detail: string, instead: string): void =>
    losses.add(item.id, '', variant.code, { what, detail, instead });
  add('mathematics', 'formulas are set only where the LaTeX of the editor is switched on', 'TeX between $$ and $$');
  if (variant.images.length > 0) add('left-out', 'pictures', 'their description');
  if (boxes > 1)
    add(
      'variant-pairing',
      'each box is a question in a pool of its own',
      'every question repeats the whole statement; draw the same number from each pool',
    );
}

function noteBox(item: ExportItem, variant: ExportVariant, entry: Entry, box: Box, losses: LossLog): void {
  const { content } = box;
  const add = (what: 'feedback' | 'partial-credit' | 'left-out', detail: string, instead: string): void =>
    losses.add(item.id, entry.field.id, variant.code, { what, detail, instead });
  if (content.kind === 'cell' && content.content.kind === 'number' && content.content.foreseen.length > 0)
    add('feedback', 'messages and shares for foreseen wrong numbers', 'the worked solution for everybody, no marks');
  if (content.kind === 'choice' && content.options.some((o) => o.message.length > 0))
    add('feedback', 'messages of the options', 'the worked solution for everybody');
  if (content.kind === 'essay') add('partial-credit', 'pools have no rubric', 'the rubric stands in the feedback');
  if (content.kind === 'ordering') {
    if (content.lines.some((l) => l.place === null))
      add('left-out', 'an ordering with lines that do not belong', 'the field is not in the file');
    else add('partial-credit', 'marks for an order that is partly right', 'the whole order is right or wrong');
  }
}

function question(
  item: ExportItem,
  variant: ExportVariant,
  entry: Entry,
  box: Box,
  words: Words,
  id: string,
): XmlElement | null {
  const { field, index, part } = entry;
  const { content } = box;
  const stem = join([
    statement({ ...variant, images: [] }),
    fieldHead(field, index, variant.public.fields.length),
    box.place,
    notes(field, part, words),
  ]);
  const rubric = content.kind === 'essay' ? rubricHtml(content, words.exports.rubric) : { html: '' };
  const head: BlackboardHead = {
    id,
    points: pointsText(item.points, entry.share, box.share),
    stem: dollars(stem),
    solution: dollars(join([blocks(variant.solution), rubric])),
  };
  switch (content.kind) {
    case 'cell':
      return blackboardCell(head, content.content);
    case 'choice':
      return blackboardChoice(head, content.options, content.many);
    case 'ordering':
      return content.lines.some((l) => l.place === null) ? null : blackboardOrdering(head, content.lines);
    case 'essay':
      return blackboardEssay(head);
  }
}

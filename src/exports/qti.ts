/** QTI 2.2 and QTI 3 packages: an item per variant, a test with a section per problem, the manifest. */
import { richSpeech } from '../answers/rich-text.ts';
import type { ExportBundle, ExportFile, ExportItem, ExportTarget, ExportVariant } from './contract.ts';
import { entriesOf } from './entries.ts';
import { identifier } from './identifier.ts';
import { LossLog } from './losses.ts';
import { type Resource, writeManifest } from './manifest.ts';
import { wordsFor } from './moodle-text.ts';
import { maker, QTI3, QTI22, type QtiFlavour } from './qti-flavour.ts';
import { qtiItem } from './qti-item.ts';
import { xhtmlWriter } from './xhtml.ts';
import { writeDocument, type XmlElement } from './xml.ts';
import { zipFiles } from './zip.ts';

export const qti22: ExportTarget = target(
  'qti22',
  'QTI 2.2 package: items, test and manifest, formulas as MathML',
  QTI22,
);
export const qti3: ExportTarget = target('qti3', 'QTI 3 package: items, test and manifest, formulas as MathML', QTI3);

function target(name: string, describe: string, flavour: QtiFlavour): ExportTarget {
  return {
    name,
    describe,
    extension: 'zip',
    write: async (bundle, options) => {
      const losses = new LossLog();
      let now: readonly [item: string, variant: string] = ['', ''];
      const xhtml = await xhtmlWriter((latex) =>
        losses.add(now[0], '', now[1], {
          what: 'mathematics',
          detail: `a formula that MathML cannot set: ${latex}`,
          instead: 'its source stands in its place',
        }),
      );
      const tools = { flavour, xhtml, words: wordsFor(bundle.locale), picture };
      const files: ExportFile[] = [];
      const resources: Resource[] = [];
      for (const item of bundle.items) {
        for (const variant of item.variants) {
          now = [item.id, variant.code];
          const entries = entriesOf(item, variant, options, losses, tools.words.exports);
          if (entries.length === 0) continue;
          const id = itemId(item, variant);
          const path = `items/${id}.xml`;
          const content = await writeDocument(qtiItem(id, item, variant, entries, bundle.locale, tools));
          files.push({ path, content });
          const images = variant.images.map((i) => ({ path: `items/${picture(variant, i.name)}`, content: i.bytes }));
          files.push(...images);
          resources.push({ identifier: id, type: flavour.itemType, href: path, also: images.map((i) => i.path) });
        }
      }
      const kept = new Set(resources.map((r) => r.identifier));
      const test = identifier('test', bundle.assignment);
      const path = 'test.xml';
      const all = losses.all();
      const manifest = await writeManifest(
        flavour.packageNamespace,
        `${test}_package`,
        { schema: flavour.schema, version: flavour.version },
        [{ identifier: test, type: flavour.testType, href: path, needs: [...kept] }, ...resources],
      );
      const packed: readonly ExportFile[] = [
        { path: 'imsmanifest.xml', content: manifest },
        { path, content: await writeDocument(assessmentTest(test, bundle, kept, flavour)) },
        ...files,
      ];
      return {
        files: [{ path: '', content: await zipFiles(packed) }],
        losses: all,
        accepted: !options.strict || all.length === 0,
      };
    },
  };
}

const picture = (variant: ExportVariant, name: string): string => `images/${identifier('v', variant.code)}-${name}`;
const itemId = (item: ExportItem, variant: ExportVariant): string => identifier('item', `${item.id} ${variant.code}`);

/** A section per problem, from which one variant is drawn; the marks of the items are summed. */
function assessmentTest(id: string, bundle: ExportBundle, kept: ReadonlySet<string>, f: QtiFlavour): XmlElement {
  const q = maker(f);
  const sections = bundle.items.flatMap((item): readonly XmlElement[] => {
    const ids = item.variants.map((v) => itemId(item, v)).filter((i) => kept.has(i));
    if (ids.length === 0) return [];
    const title = richSpeech(item.title).replaceAll(/\s+/g, ' ').trim();
    return [
      q(
        'assessmentSection',
        { identifier: identifier('section', item.id), title: title === '' ? item.id : title, visible: 'true' },
        ...(ids.length > 1 ? [q('selection', { select: '1' })] : []),
        ...ids.map((i) => q('assessmentItemRef', { identifier: `ref_${i}`, href: `items/${i}.xml` })),
      ),
    ];
  });
  return q(
    'assessmentTest',
    { xmlns: f.namespace, identifier: id, title: bundle.title },
    q(
      'outcomeDeclaration',
      { identifier: 'SCORE', cardinality: 'single', baseType: 'float' },
      q('defaultValue', {}, q('value', {}, '0')),
    ),
    q('testPart', { identifier: 'part', navigationMode: 'nonlinear', submissionMode: 'simultaneous' }, ...sections),
    q(
      'outcomeProcessing',
      {},
      q('setOutcomeValue', { identifier: 'SCORE' }, q('sum', {}, q('testVariables', { variableIdentifier: 'SCORE' }))),
    ),
  );
}

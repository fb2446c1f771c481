/** From the tree of an author file to a template or a data file, with every mistake found in one pass. */
import { sha256, toHex } from '../base/hash.ts';
import { present } from '../base/invariant.ts';
import type { Issue } from '../base/issue.ts';
import { issue, sortIssues } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { OPTION_KEYS, readFields, readOptions } from './load-fields.ts';
import { MATHEMATICS_KEYS, readMathematics } from './load-mathematics.ts';
import { checkNames } from './names.ts';
import { asSource, Reader } from './schema.ts';
import { readAuthorFile } from './source/read-author-file.ts';
import type { SourceMap } from './source/source-node.ts';
import { lookUp } from './source/source-node.ts';
import type { DataFile, Figure, LocalText, Template } from './template.ts';

export type LoadedFile =
  | { readonly kind: 'template'; readonly template: Template; readonly warnings: readonly Issue[] }
  | { readonly kind: 'data'; readonly data: DataFile; readonly warnings: readonly Issue[] }
  /** An assignment, which is read elsewhere. */
  | { readonly kind: 'assignment' };

const DATA_KEYS = ['id', 'title', 'calculator', ...MATHEMATICS_KEYS];
const TEMPLATE_KEYS = [
  ...DATA_KEYS,
  ...OPTION_KEYS,
  'topic',
  'level',
  'source',
  'objectives',
  'minutes',
  'version',
  'variants',
  'data',
  'figure',
  'fields',
  'solution',
];
/** Keys that only a template has: a file with one of them that lacks `fields` is no data file. */
const TEMPLATE_ONLY = TEMPLATE_KEYS.filter((k) => !DATA_KEYS.includes(k));

/**
 * Reads a file of `problems/`. The text is YAML as authors write it (see `source/`); issues carry file, line,
 * column and how to mend the line.
 */
export function loadFile(text: string, file: string): Result<LoadedFile, readonly Issue[]> {
  const read = readAuthorFile(text, file);
  if (!read.ok) return read;
  const { root, warnings } = read.value;
  if (root.kind !== 'map') {
    return failure([
      issue('wrong-kind', 'a template is a block of `name: value` entries', root.place, 'Begin with `id: …`.'),
    ]);
  }
  if (lookUp(root, 'problems') !== undefined && lookUp(root, 'fields') === undefined)
    return success({ kind: 'assignment' });
  const reader = new Reader();
  const hash = toHex(sha256(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')));
  const isTemplate = root.entries.some(({ key }) => TEMPLATE_ONLY.includes(key.text));
  const template = isTemplate ? readTemplate(root, file, hash, reader) : null;
  const data = isTemplate ? null : readData(root, file, hash, reader);
  const all = sortIssues([...warnings, ...reader.issues]);
  if (all.some((i) => i.severity === 'error')) return failure(all);
  if (template !== null) return success({ kind: 'template', template, warnings: all });
  return success({ kind: 'data', data: present(data, 'the data file'), warnings: all });
}

function readData(root: SourceMap, file: string, hash: string, reader: Reader): DataFile {
  reader.onlyKeys(root, TEMPLATE_KEYS, 'a template');
  const calculator = reader.given(root, 'calculator');
  const data: DataFile = {
    id: readId(root, reader),
    title: readTitle(root, reader),
    calculator: calculator !== undefined && reader.yesNo(calculator, '`calculator`'),
    file,
    hash,
    ...readMathematics(root, reader),
  };
  checkNames(data, [], reader);
  return data;
}

function readTemplate(root: SourceMap, file: string, hash: string, reader: Reader): Template {
  reader.onlyKeys(root, TEMPLATE_KEYS, 'a template');
  const optional = (key: string) => reader.given(root, key);
  const topic = reader.required(root, 'topic', 'a template');
  const level = reader.required(root, 'level', 'a template');
  const [source, objectives, minutes, version] = ['source', 'objectives', 'minutes', 'version'].map(optional);
  const [calculator, variants, data] = ['calculator', 'variants', 'data'].map(optional);
  const mathematics = readMathematics(root, reader);
  if (mathematics.statement.length === 0 && lookUp(root, 'statement') === undefined) {
    reader.required(root, 'statement', 'a template');
  }
  const template: Template = {
    id: readId(root, reader),
    title: readTitle(root, reader),
    topic: topic === undefined ? '' : readSlug(asSource(topic).text, topic, '`topic`', reader),
    level: level === undefined ? 1 : (reader.whole(level, '`level`', 1, 5) ?? 1),
    source: source === undefined ? '' : asSource(source).text,
    objectives:
      objectives === undefined
        ? []
        : reader.items(objectives).flatMap((o) => reader.localText(o, '`objectives`') ?? []),
    minutes: minutes === undefined ? null : (reader.whole(minutes, '`minutes`', 1, 600) ?? null),
    version: version === undefined ? 1 : (reader.whole(version, '`version`', 1, 1e9) ?? 1),
    versionPlace: version?.place ?? root.place,
    calculator: calculator !== undefined && reader.yesNo(calculator, '`calculator`'),
    fewVariants: variants !== undefined && reader.word(variants, '`variants`', ['few'] as const) === 'few',
    data: data === undefined ? null : asSource(data),
    defaults: readOptions(root, 'the template', reader),
    figure: readFigure(root, reader),
    fields: readFields(root, reader),
    solution: readSolution(root, reader),
    file,
    hash,
    ...mathematics,
  };
  checkNames(template, template.fields, reader);
  return template;
}

function readId(root: SourceMap, reader: Reader): string {
  const node = reader.required(root, 'id', 'a file');
  return node === undefined ? '' : readSlug(asSource(node).text, node, '`id`', reader);
}

function readSlug(text: string, node: Parameters<Reader['fail']>[2], what: string, reader: Reader): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) {
    const mended = text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    reader.fail(
      'bad-id',
      `${what} is \`${text}\``,
      node,
      `Use small letters, digits and single hyphens${mended === '' ? '' : `: ${mended}`}.`,
    );
  }
  return text;
}

function readTitle(root: SourceMap, reader: Reader): LocalText {
  const node = reader.required(root, 'title', 'a file');
  return (node && reader.localText(node, '`title`')) ?? new Map();
}

function readFigure(root: SourceMap, reader: Reader): Figure | null {
  const node = reader.given(root, 'figure');
  const map = node && reader.map(node, '`figure`');
  if (!map) return null;
  const kinds = { contours: ['at'], curve: ['over', 'tangent', 'taylor'], graph: [] } as const;
  const found = (['contours', 'curve', 'graph'] as const).filter((k) => lookUp(map, k) !== undefined);
  const [kind, other] = found;
  if (kind === undefined || other !== undefined) {
    reader.fail(
      'bad-figure',
      '`figure` must show one of contours, curve or graph',
      map,
      'Write { contours: f, at: x }, { curve: f, over: [-2, 2], tangent: x } or { graph: f }.',
    );
    return null;
  }
  reader.onlyKeys(map, [kind, ...kinds[kind]], `a figure with ${kind}`);
  const of = reader.given(map, kind);
  const point = reader.given(map, kind === 'contours' ? 'at' : 'tangent');
  const over = kind === 'curve' ? reader.required(map, 'over', 'a curve') : undefined;
  const taylor = kind === 'curve' ? reader.given(map, 'taylor') : undefined;
  if (of === undefined) return null;
  return {
    kind,
    of: asSource(of),
    point: point === undefined ? null : asSource(point),
    over: over === undefined ? null : (reader.pair(over, '`over`') ?? null),
    taylor: taylor === undefined ? null : (reader.whole(taylor, '`taylor`', 0, 8) ?? null),
  };
}

function readSolution(root: SourceMap, reader: Reader): Template['solution'] {
  const none = { replace: null, before: null, after: null, detail: null };
  const node = reader.given(root, 'solution');
  if (node === undefined) return none;
  const isParts = node.kind === 'map' && node.entries.some(({ key }) => !/^[a-z]{2}(-[A-Z]{2})?$/.test(key.text));
  if (!isParts || node.kind !== 'map') return { ...none, replace: reader.localText(node, '`solution`') ?? null };
  reader.onlyKeys(node, ['before', 'after', 'detail'], '`solution`');
  const [before, after, detail] = ['before', 'after', 'detail'].map((k) => reader.given(node, k));
  return {
    replace: null,
    before: before === undefined ? null : (reader.localText(before, '`before`') ?? null),
    after: after === undefined ? null : (reader.localText(after, '`after`') ?? null),
    detail: detail === undefined ? null : (reader.whole(detail, '`detail`', 1, 3) ?? null),
  };
}

/** Assignments as instructors write them (templates.md, part 1): which problems, for how many points, credited how. */
import { sha256, toHex } from '../base/hash.ts';
import type { Issue } from '../base/issue.ts';
import { nearest } from '../base/nearest.ts';
import { failure, type Result, success } from '../base/result.ts';
import { toDouble } from '../ir/rational.ts';
import type { Catalogue } from './catalogue.ts';
import { Reader } from './schema.ts';
import { readAuthorFile } from './source/read-author-file.ts';
import type { SourceMap, SourceNode } from './source/source-node.ts';
import type { LocalText } from './template.ts';

export interface Assignment {
  readonly id: string;
  readonly title: LocalText;
  readonly locale: string;
  readonly layout: 'numerator' | 'denominator';
  readonly paper: PaperOptions;
  readonly slots: readonly Slot[];
  /** The `grading` block, read by the grader (nearest wins); null when there is none. */
  readonly grading: SourceMap | null;
  readonly file: string;
  /** SHA-256 of the text, line ends normalised. */
  readonly hash: string;
}

/** How the paper is printed. `size` is null where the course decides. */
export interface PaperOptions {
  readonly size: 'a4' | 'letter' | null;
  readonly columns: 1 | 2;
}

/** A place on the paper: one template, or `pick` of a pool drawn for each student. */
export type Slot = UseSlot | PoolSlot;

export interface UseSlot {
  readonly kind: 'use';
  readonly item: string;
  readonly template: string;
  readonly points: number;
  readonly grading: SourceMap | null;
}

export interface PoolSlot {
  readonly kind: 'pool';
  /** `pool1`, `pool2`, … in the order of the file. */
  readonly name: string;
  readonly templates: readonly string[];
  readonly pick: number;
  readonly points: number;
  readonly grading: SourceMap | null;
}

const KEYS = ['id', 'title', 'locale', 'layout', 'paper', 'problems', 'grading'] as const;
const LAYOUTS = ['numerator', 'denominator'] as const;
const LOCALES = ['en', 'de'] as const;

/** Reads an assignment against the templates there are. Issues carry file, line, column and the mend. */
export function readAssignment(text: string, file: string, catalogue: Catalogue): Result<Assignment, readonly Issue[]> {
  const read = readAuthorFile(text, file);
  if (!read.ok) return read;
  const reader = new Reader();
  const root = reader.map(read.value.root, 'an assignment');
  if (root === undefined) return failure(reader.issues);
  reader.onlyKeys(root, KEYS, 'an assignment');
  const id = readId(root, reader);
  const title = reader.required(root, 'title', 'an assignment');
  const locale = reader.given(root, 'locale');
  const layout = reader.given(root, 'layout');
  const grading = reader.given(root, 'grading');
  const assignment: Assignment = {
    id,
    title: (title && reader.localText(title, '`title`')) ?? new Map(),
    locale: (locale && reader.word(locale, '`locale`', LOCALES)) ?? 'en',
    layout: (layout && reader.word(layout, '`layout`', LAYOUTS)) ?? 'numerator',
    paper: readPaper(root, reader),
    slots: readSlots(root, catalogue, reader),
    grading: (grading && reader.map(grading, '`grading`')) ?? null,
    file,
    hash: toHex(sha256(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))),
  };
  return reader.issues.some((i) => i.severity === 'error') ? failure(reader.issues) : success(assignment);
}

function readId(root: SourceMap, reader: Reader): string {
  const node = reader.required(root, 'id', 'an assignment');
  const text = (node && reader.text(node, '`id`')?.text.trim()) ?? '';
  if (node && !/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/.test(text)) {
    reader.fail('bad-id', `\`${text}\` is no id`, node, 'Use letters, digits, - and _, at most 64.');
  }
  return text;
}

function readPaper(root: SourceMap, reader: Reader): PaperOptions {
  const node = reader.given(root, 'paper');
  const map = node && reader.map(node, '`paper`');
  if (!map) return { size: null, columns: 1 };
  reader.onlyKeys(map, ['size', 'columns'], '`paper`');
  const [size, columns] = [reader.given(map, 'size'), reader.given(map, 'columns')];
  return {
    size: (size && reader.word(size, '`size`', ['a4', 'letter'] as const)) ?? null,
    columns: (columns && reader.whole(columns, '`columns`', 1, 2)) === 2 ? 2 : 1,
  };
}

function readSlots(root: SourceMap, catalogue: Catalogue, reader: Reader): readonly Slot[] {
  const node = reader.required(root, 'problems', 'an assignment');
  const list = node && reader.list(node, '`problems`');
  if (!list) return [];
  if (list.items.length === 0)
    reader.fail('no-problems', 'the assignment has no problems', list, 'Add `- { use: ID, points: 4 }`.');
  const used = new Map<string, number>();
  let pools = 0;
  return list.items.flatMap((entry): Slot[] => {
    const map = reader.map(entry, 'a problem');
    if (!map) return [];
    reader.onlyKeys(map, ['use', 'pool', 'pick', 'points', 'grading'], 'a problem of an assignment');
    const points = readPoints(map, reader);
    const gradingNode = reader.given(map, 'grading');
    const grading = (gradingNode && reader.map(gradingNode, '`grading`')) ?? null;
    const [use, pool] = [reader.given(map, 'use'), reader.given(map, 'pool')];
    if ((use === undefined) === (pool === undefined)) {
      reader.fail(
        'use-or-pool',
        'a problem names one template with `use`, or a `pool`',
        map,
        'Write { use: ID, points: 4 } or { pool: { topic: T }, pick: 2, points: 4 }.',
      );
      return [];
    }
    if (pool !== undefined) {
      pools += 1;
      return readPool(map, pool, `pool${pools}`, { points, grading }, catalogue, reader);
    }
    return use === undefined ? [] : readUse(use, { points, grading }, used, catalogue, reader);
  });
}

interface Credit {
  readonly points: number;
  readonly grading: SourceMap | null;
}

function readPoints(map: SourceMap, reader: Reader): number {
  const node = reader.given(map, 'points');
  if (node === undefined) return 1;
  const value = reader.number(node, '`points`');
  const points = value === undefined ? 1 : toDouble(value);
  if (points > 0 && points <= 1000) return points;
  reader.fail('bad-points', '`points` must be above 0 and at most 1000', node);
  return 1;
}

function readUse(
  node: SourceNode,
  credit: Credit,
  used: Map<string, number>,
  catalogue: Catalogue,
  reader: Reader,
): Slot[] {
  const template = reader.text(node, '`use`')?.text.trim();
  if (template === undefined) return [];
  if (!catalogue.templates.has(template)) {
    const near = nearest(template, [...catalogue.templates.keys()]);
    reader.fail(
      'no-template',
      `there is no template \`${template}\``,
      node,
      near === undefined ? '`gradus list` shows them all.' : `Did you mean \`${near}\`?`,
    );
    return [];
  }
  const times = (used.get(template) ?? 0) + 1;
  used.set(template, times);
  return [{ kind: 'use', item: times === 1 ? template : `${template}-${times}`, template, ...credit }];
}

function readPool(
  map: SourceMap,
  node: SourceNode,
  name: string,
  credit: Credit,
  catalogue: Catalogue,
  reader: Reader,
): Slot[] {
  const pool = reader.map(node, '`pool`');
  if (!pool) return [];
  reader.onlyKeys(pool, ['topic', 'level', 'templates'], 'a pool');
  const named = readNamed(pool, catalogue, reader);
  const topics = reader.given(pool, 'topic');
  const levels = reader.given(pool, 'level');
  const topicNames = topics && reader.items(topics).map((t) => reader.text(t, '`topic`')?.text.trim() ?? '');
  const levelNumbers = levels && reader.items(levels).map((l) => reader.whole(l, '`level`', 1, 5) ?? 0);
  // [2, 3] lists levels; the shared-data templates of a pool would tear their data apart and are left out.
  const templates = [...catalogue.templates.values()]
    .filter(
      (t) =>
        t.data === null &&
        (named?.includes(t.id) ?? true) &&
        (topicNames?.includes(t.topic) ?? true) &&
        (levelNumbers?.includes(t.level) ?? true),
    )
    .map((t) => t.id);
  const pickNode = reader.given(map, 'pick');
  const pick = (pickNode && reader.whole(pickNode, '`pick`', 1, 100)) ?? 1;
  if (templates.length < pick) {
    reader.fail(
      'small-pool',
      `the pool has ${templates.length} templates, fewer than the ${pick} to pick`,
      node,
      'Widen `topic` or `level`, or pick fewer.',
    );
  }
  return [{ kind: 'pool', name, templates, pick, ...credit }];
}

/** `templates: [a, b]`: a pool of named templates, which later ones never join. */
function readNamed(pool: SourceMap, catalogue: Catalogue, reader: Reader): readonly string[] | undefined {
  const node = reader.given(pool, 'templates');
  return (
    node &&
    reader.items(node).flatMap((item) => {
      const id = reader.text(item, '`templates`')?.text.trim();
      if (id === undefined) return [];
      if (!catalogue.templates.has(id)) {
        const near = nearest(id, [...catalogue.templates.keys()]);
        const hint = near === undefined ? '`gradus list` shows them all.' : `Did you mean \`${near}\`?`;
        reader.fail('no-template', `there is no template \`${id}\``, item, hint);
      }
      return [id];
    })
  );
}

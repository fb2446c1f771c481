/** Vectors, matrices and tensors, entry by entry: which entries are right, and other layouts told from mistakes. */

import { success } from '../base/result.ts';
import { entriesOf } from '../calculus/derive.ts';
import { printText } from '../expr/print/text.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { concrete, isScalar, isVector, type Shape } from '../ir/shape.ts';
import { isOp } from '../ops/collect.ts';
import { undefinedOp } from '../ops/constants.ts';
import { transpose } from '../ops/matrix.ts';
import { gridOp } from '../ops/structure.ts';
import { alsoAnswered } from './also.ts';
import { compare, evidenceOf, joinEvidence, optionsOf } from './compare.ts';
import type {
  AnswerType,
  AnswerTypeName,
  FieldKey,
  FieldPolicy,
  Judgement,
  PublicField,
  RawAnswer,
} from './contract.ts';
import { type EntryOutcome, type EntryRule, judgeEntry } from './entry-rule.ts';
import { isLayout } from './expression.ts';
import { withFollowThrough } from './follow-through.ts';
import { freedEntries } from './freedom.ts';
import { type Grid, placeOf, readGrid } from './grid.ts';
import { emptyAnswer, invalidAnswer, judged, line } from './judgement.ts';
import { writeNumber } from './number.ts';
import { isBlank, isText } from './raw.ts';
import { scopeOf } from './read.ts';
import { shapeText, wrongShapeText } from './shape-text.ts';
import { doubleOf } from './value-rule.ts';

type Part = Judgement['parts'][number];

interface Judging {
  readonly grid: Grid;
  readonly field: PublicField;
  readonly key: FieldKey;
  readonly policy: FieldPolicy;
}

/** Rows by their numbers alone: symbols in the key mean that the student writes formulas, of any kind. */
const isNumeric = (key: FieldKey): boolean => key.answer !== null && key.answer.mask === 0;

const judge: AnswerType['judge'] = (raw, field, key, policy, earlier) => {
  if (isBlank(raw)) return emptyAnswer();
  const read = readGrid(raw, scopeOf(field, policy.decimalComma), isNumeric(key));
  if (!read.ok) return invalidAnswer(read.error.code, read.error.message);
  const reading = read.value;
  if (reading.kind === 'whole') {
    return {
      ...withFollowThrough(key, earlier, policy, (model) => judgeWhole(reading.node, model, key)),
      readAs: printText(reading.node),
    };
  }
  const to: Judging = { grid: reading.grid, field, key, policy };
  const { readAs } = reading.grid;
  const answered = withFollowThrough(key, earlier, policy, (model) => against(model, to));
  if (answered.verdict !== 'different') return { ...answered, readAs };
  return { ...alsoAnswered(answered, key, (model) => against(model, to).verdict === 'equal'), readAs };
};

/** A formula whose entries are not known one by one, or "does not exist". */
function judgeWhole(student: Node, model: Node, key: FieldKey): Judgement {
  const found = compare(student, model, optionsOf(key.domain, key.id));
  const evidence = evidenceOf(found);
  if (found.verdict === 'equal')
    return judged('equal', 'right', 'Right.', { evidence, log: [line('right', 1, 'equal to the key')] });
  if (found.verdict === 'undecided')
    return judged('undecided', 'undecided', 'A person will look at this answer.', {
      evidence,
      log: [line('undecided', 0, 'for review')],
    });
  const exists = isOp(student, undefinedOp);
  const message = exists ? 'You say that it does not exist, but it does.' : 'This is not equal to the right answer.';
  return judged('different', exists ? 'exists' : found.code, message, {
    evidence,
    log: [line(exists ? 'exists' : found.code, 0, message)],
  });
}

function against(model: Node, to: Judging): Judgement {
  if (isOp(model, undefinedOp)) {
    const message = 'You gave a value, but it does not exist here.';
    return judged('different', 'undefined-here', message, { log: [line('undefined-here', 0, message)] });
  }
  const wanted = concrete(model.shape);
  if (wanted === null) return judgeWhole(wholeOf(to.grid), model, to.key);
  const { grid, field } = to;
  const given = concrete(grid.shape) ?? [];
  const asked = entriesOf(model);
  const vectors = isVector(grid.shape) && isVector(model.shape) && grid.entries.length === asked.length;
  if (vectors && field.freedom === 'any-order') return sameShape(model.shape, asked, to);
  if (given.join() === wanted.join() || (grid.shape.length === 1 && vectors)) return sameShape(model.shape, asked, to);
  return otherShape(model, asked, to);
}

interface Judged {
  readonly outcomes: readonly EntryOutcome[];
  readonly right: number;
  readonly share: number;
}

function judgeAll(given: Grid['entries'], asked: readonly Node[], to: Judging): Judged {
  const rule: EntryRule = { field: to.field, key: to.key, policy: to.policy, scale: largest(asked) };
  const outcomes = asked.map((m, k) => judgeEntry(given[k] ?? null, m, k, rule));
  return {
    outcomes,
    right: outcomes.filter((o) => o.verdict === 'equal').length,
    share: outcomes.reduce((s, o) => s + o.share, 0) / Math.max(1, asked.length),
  };
}

/** The largest entry in size, for zeros among rounded numbers; 0 when entries are formulas. */
function largest(entries: readonly Node[]): number {
  if (entries.some((e) => e.mask !== 0)) return 0;
  return Math.max(0, ...entries.map((e) => Math.abs(doubleOf(e))).filter(Number.isFinite));
}

function partsOf(found: Judged, shape: readonly number[]): readonly Part[] {
  return found.outcomes.map((o, k) => ({
    id: placeOf(shape, k).join(','),
    verdict: o.verdict,
    code: o.code,
    message: o.message,
  }));
}

function sameShape(shape: Shape, asked: readonly Node[], to: Judging): Judgement {
  const { grid, field, policy, key } = to;
  const sizes = concrete(shape) ?? [];
  const straight = judgeAll(grid.entries, asked, to);
  const free =
    straight.right === asked.length
      ? null
      : freedEntries(
          grid.entries,
          asked,
          field.freedom,
          (e, m, k) => judgeEntry(e, m, k, { field, key, policy, scale: largest(asked) }).verdict === 'equal',
        );
  const found = free === null ? straight : judgeAll(free.given, free.asked, to);
  const parts = partsOf(found, sizes);
  const evidence = joinEvidence(found.outcomes.map((o) => o.evidence));
  const total = asked.length;
  if (found.right === total) return whole(found, parts, evidence, to);
  const invalid = found.outcomes.findIndex((o) => o.verdict === 'invalid');
  if (invalid >= 0) {
    const at = `Entry (${placeOf(sizes, invalid).join(', ')})`;
    return { ...invalidAnswer('no-real-domain', `${at} is no real number.`), parts };
  }
  // What cannot be judged never counts as wrong: the right entries have their credit, a person sees to the rest.
  if (found.outcomes.some((o) => o.verdict === 'undecided')) {
    return judged(
      'undecided',
      'undecided',
      'Part of this could not be judged automatically; a person will look at it.',
      { parts, evidence, log: entryLog(parts, found, to, 1) },
    );
  }
  const turned =
    sizes.length === 2 && sizes[0] === sizes[1] && !isScalar(shape)
      ? judgeAll(grid.entries, entriesOf(transpose(literalOf(asked, sizes))), to)
      : null;
  if (turned !== null && turned.right === total) {
    const layout = isLayout(key, shape);
    const message = `The entries are right, but this is the transpose of what is asked${layout ? ' (the other layout)' : ''}.`;
    return transposed(layout, layout ? policy.wrongLayout : policy.wrongOrientation, message, evidence);
  }
  const swapped = isVector(shape) && isPermutation(grid.entries, asked, to);
  const message = `${found.right} of ${total} entries are right${
    found.right === total - 1 && total > 1
      ? `; entry (${placeOf(
          sizes,
          found.outcomes.findIndex((o) => o.verdict !== 'equal'),
        ).join(', ')}) is not`
      : ''
  }.`;
  const said = swapped ? 'The components are right, but stand in the wrong order.' : message;
  return judged('different', swapped ? 'components-swapped' : 'value', said, {
    parts,
    evidence,
    log: entryLog(parts, found, to, 1),
    misconceptions: swapped ? [{ id: 'components-swapped', message: said, confidence: 1 }] : [],
  });
}

/** All entries accepted: right, or with a note on rounding. */
function whole(found: Judged, parts: readonly Part[], evidence: Judgement['evidence'], to: Judging): Judgement {
  const noted = found.outcomes.find((o) => o.code !== 'right');
  if (noted === undefined)
    return judged('equal', 'right', 'Right.', { parts, evidence, log: [line('right', 1, 'every entry is right')] });
  return judged('equal', noted.code, noted.message.replace(/^Entry \([^)]*\)/, 'An entry'), {
    parts,
    evidence,
    log: entryLog(parts, found, to, 1),
  });
}

function entryLog(parts: readonly Part[], found: Judged, to: Judging, share: number): Judgement['log'] {
  const total = parts.length;
  if (to.policy.entries === 'all-or-nothing') {
    const all = found.right === total ? found.share * share : 0;
    return [line(all > 0 ? 'right' : 'value', all, `${found.right} of ${total} entries are right`)];
  }
  return parts.map((p, k) =>
    line(
      p.verdict === 'equal' && p.code === 'right' ? 'entry' : p.code,
      ((found.outcomes[k]?.share ?? 0) * share) / total,
      `entry ${p.id}: ${p.message}`,
    ),
  );
}

function transposed(layout: boolean, share: number, message: string, evidence: Judgement['evidence']): Judgement {
  return judged('different', layout ? 'layout' : 'orientation', message, {
    evidence,
    log: [line(layout ? 'layout' : 'orientation', share, message)],
    misconceptions: [{ id: 'transposed', message, confidence: 1 }],
  });
}

/** Rows for columns is an outcome of its own; the right entries in some other shape are told so. */
function otherShape(model: Node, asked: readonly Node[], to: Judging): Judgement {
  const { grid, key, policy } = to;
  const said = wrongShapeText(grid.shape, model.shape);
  const [given, wanted] = [concrete(grid.shape) ?? [], concrete(model.shape) ?? []];
  const turned = given.length === 2 && wanted.length === 2 && given[0] === wanted[1] && given[1] === wanted[0];
  if (turned) {
    const found = judgeAll(turnedEntries(grid.entries, given), asked, to);
    const layout = isLayout(key, model.shape);
    const share = layout ? policy.wrongLayout : policy.wrongOrientation;
    const evidence = joinEvidence(found.outcomes.map((o) => o.evidence));
    const lies = `You gave ${shapeText(grid.shape)}, but the answer is ${shapeText(model.shape)}`;
    if (found.right === asked.length)
      return transposed(layout, share, `The entries are right, but lie the other way. ${lies}.`, evidence);
    if (found.right > 0) {
      const parts = partsOf(found, wanted);
      const message = `${lies}; turned round, ${found.right} of ${asked.length} entries are right.`;
      return judged('different', layout ? 'layout' : 'orientation', message, {
        parts,
        evidence,
        log: entryLog(parts, found, to, share),
        misconceptions: [{ id: 'transposed', message: lies, confidence: 0.7 }],
      });
    }
  }
  // Row by row, or column by column as `vec` does.
  const orders = [asked, turnedEntries(asked, wanted)];
  const inLine =
    grid.entries.length === asked.length && orders.some((m) => judgeAll(grid.entries, m, to).right === asked.length);
  const message = inLine ? `The entries are right, but in another shape. ${said}` : said;
  return judged('different', inLine ? 'flattened' : 'shape', message, {
    log: [line(inLine ? 'flattened' : 'shape', 0, message)],
    misconceptions: [{ id: inLine ? 'flattened' : 'wrong-shape', message, confidence: 1 }],
  });
}

function turnedEntries<T>(entries: readonly T[], shape: readonly number[]): readonly T[] {
  const [rows = 1, cols = 1] = shape;
  if (shape.length !== 2) return entries;
  return Array.from({ length: rows * cols }, (_, k) => entries[(k % rows) * cols + Math.floor(k / rows)] as T);
}

/** Whether the right components were given in another order (all of them different). */
function isPermutation(given: Grid['entries'], asked: readonly Node[], to: Judging): boolean {
  const left = new Set(asked.keys());
  const rule: EntryRule = { field: to.field, key: to.key, policy: to.policy, scale: largest(asked) };
  for (const e of given) {
    const hit = [...left].find((k) => judgeEntry(e, asked[k] as Node, k, rule).verdict === 'equal');
    if (hit === undefined) return false;
    left.delete(hit);
  }
  return left.size === 0;
}

const literalOf = (entries: readonly Node[], sizes: readonly number[]): Node => apply(gridOp, entries, sizes.join('x'));

function wholeOf(grid: Grid): Node {
  const sizes = concrete(grid.shape) ?? [];
  const nodes = grid.entries.map((e) => e?.node ?? apply(undefinedOp, []));
  const [only] = nodes;
  return sizes.length === 0 && only !== undefined
    ? only
    : literalOf(nodes, sizes.length === 1 ? [sizes[0] ?? 1, 1] : sizes);
}

/** Nested lists of entries as texts: rows as lists. */
function write(field: PublicField, key: FieldKey): RawAnswer {
  const { answer } = key;
  if (answer === null) return '';
  const sizes = concrete(answer.shape);
  if (isOp(answer, undefinedOp)) return 'DNE';
  if (sizes === null || sizes.length === 0) return printText(answer);
  const texts = entriesOf(answer).map((e) =>
    symbolsOf(e).length === 0 ? writeNumber(e, field.rounding) : printText(e),
  );
  return nested(texts, sizes.length === 1 ? [sizes[0] ?? 1, 1] : sizes);
}

function nested(texts: readonly string[], sizes: readonly number[]): RawAnswer {
  const [n = 1, ...rest] = sizes;
  if (rest.length === 0) return [...texts];
  const step = texts.length / n;
  return Array.from({ length: n }, (_, i) => nested(texts.slice(i * step, (i + 1) * step), rest));
}

/** The lists as one text: `[[1, 2], [0, 3]]`. */
export const listText = (raw: RawAnswer): string =>
  isText(raw) ? raw : Array.isArray(raw) ? `[${raw.map(listText).join(', ')}]` : '';

function arrayType(name: AnswerTypeName, placeholder: string): AnswerType {
  return {
    name,
    judge,
    value: (raw, field, decimalComma) => {
      if (isBlank(raw)) return null;
      const read = readGrid(raw, scopeOf(field, decimalComma), false);
      if (!read.ok || (read.value.kind === 'grid' && read.value.grid.entries.some((e) => e === null))) return null;
      return success(read.value.kind === 'whole' ? read.value.node : wholeOf(read.value.grid));
    },
    write,
    placeholder: () => placeholder,
    examples: (field, key) => {
      if (key.answer === null) return [];
      const right = write(field, key);
      const size = entriesIn(right);
      const broken = isText(right) ? '3 +' : listText(right).replace(/\]$/, '');
      return [
        { raw: right, expect: 'right', note: 'the key' },
        { raw: listText(right), expect: 'right', note: 'the key as text' },
        ...(right === 'DNE' || field.freedom !== 'none'
          ? []
          : [{ raw: `2*${listText(right)}/2`, expect: 'right', note: 'twice the half' } as const]),
        { raw: '[[101, 102, 103, 104, 105], [1, 2, 3, 4, 5]]', expect: 'wrong', note: 'another shape' },
        ...(size > 1 && right !== 'DNE'
          ? [{ raw: changed(right), expect: 'wrong', note: 'one entry is another' } as const]
          : []),
        { raw: broken, expect: 'invalid', note: 'a bracket is missing' },
        { raw: '[[1, 2], [3]]', expect: 'invalid', note: 'ragged rows' },
        { raw: '[1 -2]', expect: 'invalid', note: 'no comma' },
        { raw: { a: '1' }, expect: 'invalid', note: 'a map' },
      ];
    },
  };
}

const entriesIn = (raw: RawAnswer): number =>
  isText(raw) ? 1 : Array.isArray(raw) ? raw.reduce((n: number, r: RawAnswer) => n + entriesIn(r), 0) : 0;

/** The same lists with another last entry. */
function changed(raw: RawAnswer): RawAnswer {
  if (isText(raw)) return `${raw} + 1000`;
  return Array.isArray(raw) ? raw.map((r: RawAnswer, k: number) => (k === raw.length - 1 ? changed(r) : r)) : raw;
}

export const matrixType: AnswerType = arrayType('matrix', '[[1, 2], [0, 3]]');
export const tensorType: AnswerType = arrayType('tensor', '[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]');

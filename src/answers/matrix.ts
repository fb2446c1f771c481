/** Vectors, matrices and tensors entry by entry: which entries are right, and other layouts told apart from mistakes. */
import { evaluate } from '../expr/evaluate.ts';
import { withTypedDecimals } from '../expr/equivalent/typed.ts';
import { printText } from '../expr/print/text.ts';
import { int, type Node, symbolsOf } from '../ir/node.ts';
import { concrete, entryCount, isScalar, isVector, sameShape, type Shape, showShape } from '../ir/shape.ts';
import { div, mul } from '../ops/arithmetic.ts';
import { entry } from '../ops/entry.ts';
import { transpose } from '../ops/matrix.ts';
import { compare, evidenceOf, joinEvidence, optionsOf } from './compare.ts';
import type { AnswerType, AnswerTypeName, Evidence, FieldKey, FieldPolicy, Judgement, PublicField, RawAnswer, Verdict } from './contract.ts';
import { followed } from './follow.ts';
import { invalidAnswer, judged, line } from './judgement.ts';
import { writeNumber } from './number.ts';
import { isOp } from '../ops/collect.ts';
import { undefinedOp } from '../ops/constants.ts';
import { roundingOptions } from './numeric.ts';
import { asFormulaText, refusalText } from './raw.ts';
import { readFormula, scopeOf } from './read.ts';

const isUndefined = (n: Node): boolean => isOp(n, undefinedOp);

type Part = Judgement['parts'][number];

function judge(raw: RawAnswer, field: PublicField, key: FieldKey, policy: FieldPolicy, earlier: ReadonlyMap<string, Node | null>): Judgement {
  const source = asFormulaText(raw);
  if (source === null) return invalidAnswer('syntax', 'A vector or matrix is asked for here, such as [[1, 2], [3, 4]].');
  const { expression } = policy;
  const typed = expression.kind === 'rounded' && field.rounding.kind === 'exact' ? withTypedDecimals(source, expression.digits) : null;
  const read = readFormula(typed?.source ?? source, scopeOf(field, policy.decimalComma));
  if (!read.ok) return invalidAnswer(read.error.code, refusalText(source, read.error));
  const model = key.answer;
  if (model === null) throw new RangeError(`the field ${field.id} has no answer`);
  const judging: Judging = { source, field, key, policy, decimals: typed?.decimals ?? [] };
  const own = against(read.value, model, judging);
  return followed(own, key, earlier, policy, (implied) => against(read.value, implied, judging));
}

interface Judging {
  readonly source: string;
  readonly field: PublicField;
  readonly key: FieldKey;
  readonly policy: FieldPolicy;
  readonly decimals: ReturnType<typeof withTypedDecimals>['decimals'];
}

function against(student: Node, model: Node, to: Judging): Judgement {
  if (isUndefined(student) || isUndefined(model)) {
    const right = isUndefined(student) && isUndefined(model);
    const message = right ? '' : isUndefined(student) ? 'It does exist here.' : 'It does not exist here.';
    return judged(right ? 'equal' : 'different', right ? 'right' : 'existence', message, { readAs: printText(student), log: [line(right ? 'right' : 'existence', right ? 1 : 0, message)] });
  }
  const given = oriented(student.shape, model.shape);
  if (sameShape(given, model.shape)) return sameSize(student, model, to);
  return otherShape(student, model, to);
}

/** A tuple takes the orientation that is asked for. */
const oriented = (given: Shape, asked: Shape): Shape => (given.length === 1 && isVector(asked) && given[0] === Math.max(...asked.map(Number)) ? asked : given);

interface Entries {
  readonly right: number;
  readonly parts: readonly Part[];
  readonly evidence: Evidence;
  readonly undecided: boolean;
}

/** Every entry against its place in the model. */
function compareEntries(student: readonly Node[], model: readonly Node[], shape: readonly number[], to: Judging): Entries {
  const size = largest(model);
  const parts: Part[] = [];
  const evidence: Evidence[] = [];
  let right = 0;
  model.forEach((m, e) => {
    const s = student[e];
    const found = s === undefined ? null : judgeEntry(s, m, size, to);
    if (found) evidence.push(evidenceOf(found));
    const verdict: Verdict = found?.verdict ?? 'empty';
    if (verdict === 'equal') right += 1;
    const message = verdict === 'equal' ? '' : verdict === 'undecided' ? 'A person will look at this entry.' : found?.code === 'digits' ? 'Right, but given with too few digits.' : 'This entry is not right.';
    parts.push({ id: placeName(shape, e), verdict, code: found?.code ?? 'missing', message });
  });
  return { right, parts, evidence: joinEvidence(evidence), undecided: parts.some((p) => p.verdict === 'undecided') };
}

function judgeEntry(s: Node, m: Node, size: number | null, to: Judging): ReturnType<typeof compare> {
  const { field, key } = to;
  return compare(s, m, {
    ...optionsOf(key.domain, field.id),
    ...(to.decimals.length === 0 ? {} : { rounded: to.decimals }),
    ...roundingOptions(field.rounding, to.source, sizeFor(m, size)),
  });
}

/** Zero entries are judged at the size of the largest entry; others by their own. */
function sizeFor(m: Node, size: number | null): number | null {
  return m.kind === 'num' && m.value.n === 0n ? (size ?? 0) : valueOf(m) === null ? null : Math.abs(valueOf(m) ?? 0);
}

function valueOf(n: Node): number | null {
  return symbolsOf(n).length > 0 ? null : (evaluate(n, new Map()).data[0] ?? null);
}

/** The largest magnitude among entries that are numbers; null when one is not. */
function largest(entries: readonly Node[]): number | null {
  let top = 0;
  for (const n of entries) {
    const v = valueOf(n);
    if (v === null) return null;
    top = Math.max(top, Math.abs(v));
  }
  return top;
}

function sameSize(student: Node, model: Node, to: Judging): Judgement {
  const shape = concrete(model.shape) ?? [];
  const [given, asked] = [entriesOf(student), entriesOf(model)];
  const straight = compareEntries(given, asked, shape, to);
  const total = asked.length;
  const rest = { readAs: printText(student), parts: straight.parts, evidence: straight.evidence };
  if (straight.right === total) return judged('equal', 'right', '', { ...rest, log: [line('right', 1, 'every entry is right')] });
  const free = freedom(given, asked, shape, to);
  if (free) return judged('equal', 'right', '', { ...rest, parts: free.parts, evidence: free.evidence, log: [line('right', 1, `right up to ${to.field.freedom}`)] });
  if (straight.undecided) return judged('undecided', 'no-agreement', 'A person will look at this answer.', { ...rest, log: [line('undecided', 0, 'left to a person')] });
  if (shape.length === 2 && shape[0] === shape[1] && compareEntries(given, entriesOf(transpose(model)), shape, to).right === total) {
    const message = 'The entries are right, but rows and columns are swapped: this is the other layout.';
    return judged('different', 'transposed', message, { ...rest, log: [line('transposed', to.policy.wrongLayout, 'the transpose is right')] });
  }
  if (isVector(model.shape) && total > 1 && compareEntries([...given].reverse(), asked, shape, to).right === total) {
    return judged('different', 'components-swapped', 'The components are right, but in the wrong order.', { ...rest, log: [line('components-swapped', 0, 'components in reverse order')] });
  }
  const share = to.policy.entries === 'per-entry' ? straight.right / total : 0;
  const message = `${straight.right} of ${total} entries are right.`;
  const log = to.policy.entries === 'per-entry' ? straight.parts.map((p) => line(p.verdict === 'equal' ? 'entry' : 'entry-wrong', p.verdict === 'equal' ? 1 / total : 0, `entry ${p.id}`)) : [line('value', share, message)];
  return judged('different', 'value', message, { ...rest, log });
}

/** Entries in another order, or all scaled alike, where the field allows it. */
function freedom(given: readonly Node[], asked: readonly Node[], shape: readonly number[], to: Judging): Entries | null {
  const kind = to.field.freedom;
  if (kind === 'none') return null;
  if (kind === 'any-order') {
    const left = [...asked];
    const ordered = given.map((s) => {
      const at = left.findIndex((m) => judgeEntry(s, m, largest(asked), to).verdict === 'equal');
      return at < 0 ? null : left.splice(at, 1)[0];
    });
    return ordered.some((m) => m === null || m === undefined) ? null : compareEntries(given, ordered as readonly Node[], shape, to);
  }
  const ratio = ratioOf(given, asked);
  if (ratio === null || (kind === 'sign' && Math.abs(Math.abs(ratio) - 1) > 1e-9) || (kind === 'positive-scale' && ratio <= 0)) return null;
  // Against the key times the student's own scale, read off the largest entry.
  const at = indexOfLargest(asked);
  const scaled = asked.map((m) => mul([m, div(given[at] as Node, asked[at] as Node)]));
  const found = compareEntries(given, scaled, shape, to);
  return found.right === asked.length ? found : null;
}

function indexOfLargest(entries: readonly Node[]): number {
  const sizes = entries.map((m) => Math.abs(valueOf(m) ?? 0));
  return sizes.indexOf(Math.max(...sizes));
}

function ratioOf(given: readonly Node[], asked: readonly Node[]): number | null {
  const at = indexOfLargest(asked);
  const [s, m] = [given[at], asked[at]];
  const [a, b] = [s && valueOf(s), m && valueOf(m)];
  return typeof a === 'number' && typeof b === 'number' && a !== 0 && b !== 0 ? a / b : null;
}

function otherShape(student: Node, model: Node, to: Judging): Judgement {
  const rest = { readAs: printText(student) };
  const turned = student.shape.length === 2 && sameShape(transpose(student).shape, model.shape) ? transpose(student) : null;
  const shape = concrete(model.shape) ?? [];
  const asked = entriesOf(model);
  if (turned) {
    const found = compareEntries(entriesOf(turned), asked, shape, to);
    const vector = isVector(model.shape);
    const credit = vector ? to.policy.wrongOrientation : to.policy.wrongLayout;
    const said = `you gave ${showShape(student.shape)}, asked is ${showShape(model.shape)}`;
    if (found.right === asked.length) {
      const message = vector ? `Right but for the orientation: ${said}.` : `Right but for the layout: ${said}.`;
      return judged('different', vector ? 'orientation' : 'transposed', message, { ...rest, evidence: found.evidence, log: [line(vector ? 'orientation' : 'transposed', credit, 'the transpose is right')] });
    }
    const share = to.policy.entries === 'per-entry' ? (found.right / asked.length) * credit : 0;
    const message = `The orientation is wrong (${said}), and ${found.right} of ${asked.length} entries are right.`;
    return judged('different', 'value', message, { ...rest, parts: found.parts, evidence: found.evidence, log: [line('value', share, message)] });
  }
  const count = concrete(student.shape);
  const message = `You gave ${showShape(student.shape)}; asked is ${showShape(model.shape)}.`;
  if (count && entryCount(count) === asked.length && compareEntries(entriesOf(student), asked, shape, to).right === asked.length) {
    return judged('different', 'flattened', `The entries are right, but in another shape. ${message}`, { ...rest, log: [line('flattened', to.policy.wrongLayout, message)] });
  }
  return judged('different', 'shape', message, { ...rest, log: [line('shape', 0, message)] });
}

/** Entries row-major; a number is its own entry. */
function entriesOf(n: Node): readonly Node[] {
  const shape = concrete(n.shape);
  if (shape === null || isScalar(n.shape)) return [n];
  return Array.from({ length: entryCount(shape) }, (_, e) => entry(n, indices(shape, e).map(int)));
}

function indices(shape: readonly number[], e: number): readonly number[] {
  const out: number[] = [];
  let rest = e;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const size = shape[axis] ?? 1;
    out.unshift((rest % size) + 1);
    rest = Math.floor(rest / size);
  }
  return out;
}

const placeName = (shape: readonly number[], e: number): string => indices(shape, e).join(',');

/** Nested lists of entries as text, rows as lists: `[[1, 2], [0, 3]]`. */
function write(field: PublicField, key: FieldKey): RawAnswer {
  const { answer } = key;
  if (answer === null) return '';
  if (isUndefined(answer)) return 'DNE';
  const shape = concrete(answer.shape);
  if (shape === null || shape.length === 0) return printText(answer);
  const texts = entriesOf(answer).map((n) => (symbolsOf(n).length === 0 ? writeNumber(n, field.rounding) : printText(n)));
  return nested(texts, shape);
}

function nested(texts: readonly string[], shape: readonly number[]): RawAnswer {
  const [n = 1, ...rest] = shape;
  if (rest.length === 0) return [...texts];
  const step = texts.length / n;
  return Array.from({ length: n }, (_, i) => nested(texts.slice(i * step, (i + 1) * step), rest));
}

function arrayType(name: AnswerTypeName): AnswerType {
  return {
    name,
    judge,
    value: (raw, field) => {
      const source = asFormulaText(raw);
      return source === null ? null : readFormula(source, scopeOf(field));
    },
    write,
    placeholder: () => (name === 'tensor' ? '[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]' : '[[1, 2], [3, 4]]'),
    examples: (field, key) => [
      { raw: write(field, key), expect: 'right', note: 'the key' },
      { raw: '[[101, 102, 103, 104, 105]]', expect: 'wrong', note: 'another shape' },
      { raw: '[[1, 2], [3]]', expect: 'invalid', note: 'ragged rows' },
    ],
  };
}

export const matrixType: AnswerType = arrayType('matrix');
export const tensorType: AnswerType = arrayType('tensor');

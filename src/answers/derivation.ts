/**
 * A derivation in lines: each equal to the one before, the first equal to what it starts from. `df = …` after
 * `f = …` is the differential, written with `dx` for the change of x. The first wrong line is named.
 */
import { pushforward } from '../calculus/modes.ts';
import { printText } from '../expr/print/text.ts';
import { type Node, type Sym, same, sym, symbolsOf } from '../ir/node.ts';
import { zeros } from '../ops/constants.ts';
import { compare, evidenceOf, joinEvidence, optionsOf } from './compare.ts';
import type { AnswerType, Evidence, FieldKey, FieldPolicy, Judgement, PublicField, RawAnswer } from './contract.ts';
import { type Line, readLine, withDifferentials } from './derivation-line.ts';
import { emptyAnswer, invalidAnswer, judged, line } from './judgement.ts';
import { isBlank, isList, isText } from './raw.ts';
import { scopeOf } from './read.ts';

type Part = Judgement['parts'][number];

const LINES = 60;

const judge: AnswerType['judge'] = (raw, field, key, policy) => {
  if (isBlank(raw)) return emptyAnswer();
  const texts = linesOf(raw);
  if (texts === null || texts.length > LINES)
    return invalidAnswer('syntax', `Lines are expected here, one formula each, at most ${LINES}.`);
  const start = key.answer;
  if (start === null) throw new RangeError(`the derivation ${field.id} starts from nothing`);
  const scope = withDifferentials(scopeOf(field, policy.decimalComma), symbolsOf(start));
  const parts: Part[] = [];
  const evidence: Evidence[] = [];
  const readAs: string[] = [];
  let before: { readonly left: string; readonly node: Node } = { left: '', node: start };
  let wrongAt = 0;
  let undecided = false;
  // Some line must say more than the start as it was given.
  let moved = false;
  for (const [k, text] of texts.entries()) {
    const id = `${k + 1}`;
    const line = readLine(text, scope);
    if ('refusal' in line) {
      parts.push({ id, verdict: 'invalid', code: line.code, message: line.refusal });
      continue;
    }
    readAs.push(line.text);
    const found = follows(line, before, k === 0, key, evidence, id);
    undecided = undecided || found === 'undecided';
    if (found === 'different' && wrongAt === 0) wrongAt = k + 1;
    const message =
      found === 'equal'
        ? 'This follows.'
        : found === 'undecided'
          ? 'A person will look at this line.'
          : k === 0
            ? 'This is not what the derivation starts from.'
            : 'This does not follow from the line above.';
    parts.push({
      id,
      verdict: found,
      code: found === 'equal' ? 'right' : found === 'undecided' ? 'undecided' : 'value',
      message,
    });
    moved = moved || line.sides.some((side) => !same(side, start));
    const last = line.sides[line.sides.length - 1];
    // Later lines are judged by what stands before them, so that one slip is one wrong line.
    if (last !== undefined) before = { left: line.left === '' ? before.left : line.left, node: last };
  }
  return conclude(parts, wrongAt, undecided, moved, policy, {
    evidence: joinEvidence(evidence),
    readAs: readAs.join('; '),
  });
};

function conclude(
  parts: readonly Part[],
  wrongAt: number,
  undecided: boolean,
  moved: boolean,
  policy: FieldPolicy,
  rest: Partial<Judgement>,
): Judgement {
  const right = parts.filter((p) => p.verdict === 'equal').length;
  const invalid = parts.find((p) => p.verdict === 'invalid');
  if (right === 0 && invalid !== undefined)
    return { ...invalidAnswer(invalid.code, `Line ${invalid.id}: ${invalid.message}`), parts };
  const log = parts.map((p) =>
    line(
      p.verdict === 'equal' ? 'line' : p.code,
      p.verdict === 'equal' ? 1 / parts.length : 0,
      `line ${p.id}: ${p.message}`,
    ),
  );
  if (right === parts.length && moved) return judged('equal', 'right', 'Every line follows.', { ...rest, parts, log });
  if (right === parts.length) {
    const message = 'This only says again what the derivation starts from.';
    return judged('different', 'unfinished', message, { ...rest, parts, log: [line('unfinished', 0, message)] });
  }
  const message =
    wrongAt > 0
      ? `Line ${wrongAt} is the first that does not follow.`
      : invalid !== undefined
        ? `Line ${invalid.id} could not be read. ${invalid.message}`
        : 'A person will look at this derivation.';
  const kept = policy.entries === 'per-entry' ? log : [line('value', 0, message)];
  const verdict = wrongAt > 0 ? 'different' : undecided ? 'undecided' : 'invalid';
  return judged(
    verdict,
    verdict === 'different' ? 'first-wrong-line' : verdict === 'undecided' ? 'undecided' : (invalid?.code ?? 'syntax'),
    message,
    { ...rest, parts, log: kept },
  );
}

function linesOf(raw: RawAnswer): readonly string[] | null {
  if (isText(raw)) return raw.split('\n').filter((t) => t.trim() !== '');
  if (!isList(raw) || !raw.every(isText)) return null;
  return raw.filter((t) => t.trim() !== '');
}

type Found = 'equal' | 'different' | 'undecided';

function follows(
  given: Line,
  before: { readonly left: string; readonly node: Node },
  isFirst: boolean,
  key: FieldKey,
  evidence: Evidence[],
  id: string,
): Found {
  const name = before.left === '' ? given.left.replace(/^d/, '') : before.left;
  const steps = given.left === `d${name}` && before.left !== given.left;
  // The first line may already be the differential.
  const turns = steps || (isFirst && given.sides.some((s) => changesIn(s, before.node).length > 0));
  let from = turns ? differential(before.node, given.sides) : before.node;
  let all: Found = 'equal';
  for (const side of given.sides) {
    const found = compare(side, from, optionsOf(key.domain, `${key.id} line ${id}`));
    evidence.push(evidenceOf(found));
    if (found.verdict !== 'equal') all = all === 'different' ? all : found.verdict;
    from = side;
  }
  return all;
}

/** The symbols of the start whose changes (`dx`) a formula names. */
function changesIn(n: Node, start: Node): readonly Sym[] {
  const names = new Set(symbolsOf(n).map((s) => s.name));
  return symbolsOf(start).filter((s) => !s.index && names.has(`d${s.name}`));
}

/** What moves is what the student lets move: names without a change of their own in the line stand still. */
function differential(n: Node, sides: readonly Node[]): Node {
  const named = sides.flatMap((side) => changesIn(side, n));
  // `df = 0` names none: then everything moves, and nothing follows from that.
  const moving = named.length > 0 ? named : symbolsOf(n).filter((s) => !s.index);
  const moved = pushforward(n, new Map(moving.map((s) => [s, sym(`d${s.name}`, s.shape)] as const)));
  return moved ?? zeros(n.shape);
}

const startOf = (field: PublicField, key: FieldKey): string => (key.answer === null ? field.id : printText(key.answer));

export const derivationType: AnswerType = {
  name: 'derivation',
  judge,
  value: () => null,
  write: (field, key) => {
    if (key.answer === null) return [field.id];
    const all = symbolsOf(key.answer).filter((s) => !s.index);
    const moved = pushforward(key.answer, new Map(all.map((s) => [s, sym(`d${s.name}`, s.shape)] as const)));
    return [`f = ${printText(key.answer)}`, ...(moved === null ? [] : [`df = ${printText(moved)}`])];
  },
  placeholder: () => '[ "f = x^2*x", "f = x^3" ]',
  examples: (field, key) => {
    const start = startOf(field, key);
    return [
      {
        raw: [start, `2*(${start})/2`, `(${start}) - 0*(${start})`],
        expect: 'right',
        note: 'twice the half, nothing taken away',
      },
      { raw: [start, `3*(${start})`], expect: 'wrong', note: 'another formula' },
      { raw: ['3 +'], expect: 'invalid', note: 'breaks off' },
    ];
  },
};

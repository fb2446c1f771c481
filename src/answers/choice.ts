/** Options, orders of lines, and the first wrong line: answers that are picked, not written. */
import type { AnswerType, FieldKey, FieldPolicy, Judgement, LineOrder, PublicField, RawAnswer } from './contract.ts';
import { invalidAnswer, judged, line } from './judgement.ts';
import { isList, isText } from './raw.ts';

/** Ids as they were given: one text (also `[k1, k2]` or `k1, k2`) or a list. */
function picked(raw: RawAnswer): readonly string[] | null {
  if (isText(raw))
    return raw
      .replace(/^\[|\]$/g, '')
      .split(/[,;\s]+/)
      .filter((p) => p !== '');
  if (!isList(raw)) return null;
  const ids = raw.map((r) => (isText(r) ? r.trim() : null));
  return ids.some((i) => i === null) ? null : ids.filter((i): i is string => i !== null && i !== '');
}

function readIds(raw: RawAnswer, field: PublicField): readonly string[] | Judgement {
  const ids = picked(raw);
  if (ids === null) return invalidAnswer('syntax', 'The ids of options are asked for here.');
  const known = new Map(field.items.map((i) => [i.id.toLowerCase(), i.id]));
  const strange = ids.find((i) => !known.has(i.toLowerCase()));
  if (strange !== undefined) return invalidAnswer('unknown-name', `There is no option ${strange.slice(0, 40)} here.`);
  if (new Set(ids).size !== ids.length) return invalidAnswer('syntax', 'An option is named twice.');
  return ids.map((i) => known.get(i.toLowerCase()) ?? i);
}

const isJudgement = (v: readonly string[] | Judgement): v is Judgement => 'verdict' in v;

function judgeChoice(raw: RawAnswer, field: PublicField, key: FieldKey): Judgement {
  const ids = readIds(raw, field);
  if (isJudgement(ids)) return ids;
  if (!field.many && ids.length > 1) return invalidAnswer('syntax', 'Choose one option.');
  const readAs = ids.join(', ');
  const right = new Set(key.right);
  const hits = ids.filter((i) => right.has(i)).length;
  if (hits === right.size && ids.length === right.size)
    return judged('equal', 'right', '', { readAs, log: [line('right', 1, 'the right options')] });
  const wrong = ids.filter((i) => !right.has(i));
  const notes = wrong.flatMap((i) => key.optionNotes?.get(i) ?? []);
  const misconceptions = notes.flatMap((n) =>
    n.misconception === null ? [] : [{ id: n.misconception, message: n.says, confidence: 1 }],
  );
  // Of several: each right one counts, each wrong one takes as much away again.
  const share = field.many ? Math.max(0, (hits - wrong.length) / right.size) : 0;
  const message = notes
    .map((n) => n.says)
    .filter((s) => s !== '')
    .join(' ');
  return judged('different', 'value', message, {
    readAs,
    misconceptions,
    log: [line('value', share, `${hits} right, ${wrong.length} wrong`)],
  });
}

/** Every order of lines that the key allows, as a test: the longest part of the answer in a right order. */
function longestInOrder(ids: readonly string[], order: LineOrder): number {
  switch (order.kind) {
    case 'line':
      return ids.includes(order.id) ? 1 : 0;
    case 'any-order':
      return blocks(ids, order.parts);
    case 'in-order': {
      // best[k]: most lines in order using the first k lines of the answer.
      let best = new Array<number>(ids.length + 1).fill(0);
      for (const part of order.parts) {
        const next = [...best];
        for (let from = 0; from <= ids.length; from += 1) {
          for (let to = from; to <= ids.length; to += 1) {
            const gained = (best[from] ?? 0) + longestInOrder(ids.slice(from, to), part);
            if (gained > (next[to] ?? 0)) next[to] = gained;
          }
        }
        for (let k = 1; k < next.length; k += 1) next[k] = Math.max(next[k] ?? 0, next[k - 1] ?? 0);
        best = next;
      }
      return best[ids.length] ?? 0;
    }
  }
}

/** Parts that may change places may also interleave: each counts by itself. */
const blocks = (ids: readonly string[], parts: readonly LineOrder[]): number =>
  parts.reduce((n, p) => n + longestInOrder(ids, p), 0);

const linesOf = (order: LineOrder): readonly string[] =>
  order.kind === 'line' ? [order.id] : order.parts.flatMap(linesOf);

function orderOf(key: FieldKey): LineOrder {
  return key.order ?? { kind: 'in-order', parts: key.right.map((id) => ({ kind: 'line', id })) };
}

function judgeOrdering(raw: RawAnswer, field: PublicField, key: FieldKey): Judgement {
  const ids = readIds(raw, field);
  if (isJudgement(ids)) return ids;
  const order = orderOf(key);
  const lines = linesOf(order);
  const longest = longestInOrder(ids, order);
  const surplus = ids.filter((i) => !lines.includes(i)).length;
  const readAs = ids.join(', ');
  if (longest === lines.length && ids.length === lines.length)
    return judged('equal', 'right', '', { readAs, log: [line('right', 1, 'a right order')] });
  const share = Math.max(0, (longest - surplus) / lines.length);
  const message = `${longest} of ${lines.length} lines stand in a right order${surplus > 0 ? `, and ${surplus} ${surplus === 1 ? 'does' : 'do'} not belong` : ''}.`;
  return judged('different', 'order', message, { readAs, log: [line('order', share, message)] });
}

function judgeFindError(raw: RawAnswer, field: PublicField, key: FieldKey): Judgement {
  const only = isList(raw) && raw.length === 1 ? (raw[0] ?? '') : raw;
  const text = isText(only)
    ? only
        .trim()
        .replace(/^line\s+/i, '')
        .replace(/\.0*$/, '')
    : '';
  const none = /^none$/i.test(text);
  if (!none && !field.items.some((i) => i.id === text))
    return invalidAnswer(
      'syntax',
      `Give the number of a line, 1 to ${field.items.length}${field.many ? ', or none' : ''}.`,
    );
  const right = none ? key.right.length === 0 : key.right[0] === text;
  const readAs = none ? 'none' : text;
  return right
    ? judged('equal', 'right', '', { readAs, log: [line('right', 1, 'the first wrong line')] })
    : judged('different', 'value', '', { readAs, log: [line('value', 0, 'another line')] });
}

const notAValue = (): null => null;

export const choiceType: AnswerType = {
  name: 'choice',
  judge: judgeChoice,
  value: notAValue,
  write: (field, key) => (field.many ? [...key.right] : (key.right[0] ?? '')),
  placeholder: (field) => field.items[0]?.id ?? 'k1',
  examples: (field, key) => [
    { raw: [...key.right], expect: 'right', note: 'the key' },
    ...field.items
      .filter((i) => !key.right.includes(i.id))
      .slice(0, 2)
      .map((i) => ({ raw: i.id, expect: 'wrong' as const, note: 'another option' })),
    { raw: 'nosuch', expect: 'invalid', note: 'no option' },
  ],
};

export const orderingType: AnswerType = {
  name: 'ordering',
  judge: judgeOrdering,
  value: notAValue,
  write: (_field, key) => [...linesOf(orderOf(key))],
  placeholder: (field) =>
    `[${field.items
      .slice(0, 2)
      .map((i) => i.id)
      .join(', ')}]`,
  examples: (_field, key) => [
    { raw: [...linesOf(orderOf(key))], expect: 'right', note: 'the key' },
    { raw: [...linesOf(orderOf(key))].slice(1), expect: 'wrong', note: 'the first line left out' },
    { raw: ['nosuch'], expect: 'invalid', note: 'no line' },
  ],
};

export const findErrorType: AnswerType = {
  name: 'find-error',
  judge: (raw: RawAnswer, field: PublicField, key: FieldKey, _policy: FieldPolicy) => judgeFindError(raw, field, key),
  value: notAValue,
  write: (_field, key) => key.right[0] ?? 'none',
  placeholder: () => '2',
  examples: (field, key) => [
    { raw: key.right[0] ?? 'none', expect: 'right', note: 'the key' },
    ...field.items
      .filter((i) => i.id !== key.right[0])
      .slice(0, 1)
      .map((i) => ({ raw: i.id, expect: 'wrong' as const, note: 'another line' })),
    { raw: '99', expect: 'invalid', note: 'no line' },
  ],
};

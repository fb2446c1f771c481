/** One number: exact or by the rounding rule beside the box. */
import { printText } from '../expr/print/text.ts';
import type { Node } from '../ir/node.ts';
import { isOp } from '../ops/collect.ts';
import { undefinedOp } from '../ops/constants.ts';
import { LOG_CODES, shareOf } from './accepted.ts';
import { alsoAnswered } from './also.ts';
import type { AnswerType, FieldKey, FieldPolicy, PublicField, Rounding } from './contract.ts';
import { withFollowThrough } from './follow-through.ts';
import { emptyAnswer, invalidAnswer, judged, line } from './judgement.ts';
import { isBlank, isText, refusalText } from './raw.ts';
import { readNumber, scopeOf } from './read.ts';
import { digitsOf, powerOfTen } from './typed-number.ts';
import { doubleOf, judgeValue, valueMessage } from './value-rule.ts';

const judge: AnswerType['judge'] = (raw, field, key, policy, earlier) => {
  if (isBlank(raw)) return emptyAnswer();
  if (!isText(raw)) return invalidAnswer('syntax', 'One number is asked for here. Write it as text, such as 3/4.');
  const read = readNumber(raw, scopeOf(field, policy.decimalComma));
  if (!read.ok) return invalidAnswer(read.error.code, refusalText(raw, read.error));
  const readAs = printText(read.value);
  const answered = withFollowThrough(key, earlier, policy, (model) =>
    judgeNumber(read.value, raw, model, field, key, policy),
  );
  if (answered.verdict !== 'different') return { ...answered, readAs };
  return {
    ...alsoAnswered(
      answered,
      key,
      (model) => judgeNumber(read.value, raw, model, field, key, policy).verdict === 'equal',
    ),
    readAs,
  };
};

function judgeNumber(
  student: Node,
  source: string,
  model: Node,
  field: PublicField,
  key: FieldKey,
  policy: FieldPolicy,
) {
  const found = judgeValue(student, source, model, {
    rounding: field.rounding,
    domain: key.domain,
    seed: key.id,
    decimalComma: policy.decimalComma,
    ...(key.roundedEarly === undefined ? {} : { early: key.roundedEarly[0] ?? 0 }),
  });
  const code = LOG_CODES[found.code];
  return judged(found.verdict, code, valueMessage(found.code, field.rounding), {
    log: [
      line(
        code,
        shareOf(found.code, policy),
        found.code === 'right' ? 'equal to the key' : valueMessage(found.code, field.rounding),
      ),
    ],
    evidence: found.evidence,
  });
}

/** The number as a student would write it under this rounding. */
export function writeNumber(n: Node, rounding: Rounding): string {
  if (isOp(n, undefinedOp)) return 'DNE';
  if (rounding.kind === 'exact') return printText(n);
  const value = doubleOf(n);
  if (!Number.isFinite(value)) return printText(n);
  switch (rounding.kind) {
    case 'digits':
      return value === 0 ? '0' : value.toPrecision(rounding.digits);
    case 'decimals':
      return value.toFixed(Math.min(20, rounding.decimals));
    default:
      return isShort(n) ? printText(n) : `${Number(value.toPrecision(10))}`;
  }
}

const isShort = (n: Node): boolean => n.kind === 'num' && `${n.value.n}${n.value.d}`.length <= 8;

/** A number that is surely another, told apart at the digits asked for. */
function otherNumber(n: Node, rounding: Rounding): string {
  const value = doubleOf(n);
  return Number.isFinite(value)
    ? writeNumber(n, rounding) +
        (rounding.kind === 'exact' ? ' + 1' : ` + ${powerOfTen(1 + Math.ceil(Math.log10(1 + Math.abs(value))))}`)
    : '17';
}

export const numberType: AnswerType = {
  name: 'number',
  judge,
  value: (raw, field, decimalComma) =>
    isText(raw) && !isBlank(raw) ? readNumber(raw, scopeOf(field, decimalComma)) : null,
  write: (field, key) => (key.answer === null ? '' : writeNumber(key.answer, field.rounding)),
  placeholder: (field) => {
    switch (field.rounding.kind) {
      case 'exact':
        return '-3/4';
      case 'digits':
        return (1.234567891).toPrecision(field.rounding.digits);
      case 'decimals':
        return (1.234567891).toFixed(Math.min(9, field.rounding.decimals));
      default:
        return '1.25';
    }
  },
  examples: (field, key) => {
    const right = key.answer === null ? '' : writeNumber(key.answer, field.rounding);
    const typed = digitsOf(right);
    return [
      { raw: right, expect: 'right', note: 'the key' },
      { raw: ` ${right} `, expect: 'right', note: 'spaces around it' },
      ...(right === 'DNE' ? [] : [{ raw: `(${right})`, expect: 'right', note: 'in parentheses' } as const]),
      ...(field.rounding.kind === 'exact' && right !== 'DNE'
        ? [{ raw: `${right} + 2 - 2`, expect: 'right', note: 'an unfinished sum' } as const]
        : []),
      ...(key.answer === null
        ? []
        : [{ raw: otherNumber(key.answer, field.rounding), expect: 'wrong', note: 'another number' } as const]),
      ...(right !== 'DNE' && typed !== null && Number(right) !== 0
        ? [{ raw: `-(${right})`, expect: 'wrong', note: 'the other sign' } as const]
        : []),
      { raw: '3 +', expect: 'invalid', note: 'breaks off' },
      { raw: '[1, 2]', expect: 'invalid', note: 'an array' },
      { raw: 'det([1, 2; 3, 4])', expect: 'invalid', note: 'lets the grader calculate' },
      { raw: 'qqq', expect: 'invalid', note: 'an unknown name' },
      { raw: { value: '1' }, expect: 'invalid', note: 'a map' },
    ];
  },
};

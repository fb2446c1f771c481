/** One formula in one box: scalar, vector or matrix valued, in symbols of any shape. */
import type { Comparison } from '../expr/equivalent/comparison.ts';
import { withTypedDecimals } from '../expr/equivalent/typed.ts';
import { printText } from '../expr/print/text.ts';
import { type Node, symbolsOf } from '../ir/node.ts';
import { isScalar, isVector, type Shape } from '../ir/shape.ts';
import { isOp } from '../ops/collect.ts';
import { undefinedOp } from '../ops/constants.ts';
import { alsoAnswered } from './also.ts';
import { compare, evidenceOf, optionsOf } from './compare.ts';
import type { AnswerType, FieldKey, FieldPolicy, Judgement, PublicField } from './contract.ts';
import { withFollowThrough } from './follow-through.ts';
import { emptyAnswer, invalidAnswer, judged, line } from './judgement.ts';
import { asFormulaText, isBlank, refusalText } from './raw.ts';
import { readFormula, scopeOf, withPoints } from './read.ts';
import { shapeText, wrongShapeText } from './shape-text.ts';

const judge: AnswerType['judge'] = (raw, field, key, policy, earlier) => {
  if (isBlank(raw)) return emptyAnswer();
  const source = asFormulaText(raw);
  if (source === null) return invalidAnswer('syntax', 'A formula is expected here, as one text.');
  const scope = scopeOf(field, policy.decimalComma);
  const plain = readFormula(source, scope);
  if (!plain.ok) return invalidAnswer(plain.error.code, refusalText(source, plain.error));
  const rounded =
    policy.expression.kind === 'rounded'
      ? withTypedDecimals(withPoints(source, policy.decimalComma), policy.expression.digits)
      : null;
  const marked = rounded === null || rounded.decimals.length === 0 ? null : readFormula(rounded.source, scope);
  const student = marked?.ok ? marked.value : plain.value;
  const decimals = marked?.ok && rounded !== null ? { rounded: rounded.decimals } : {};
  const tolerance = policy.expression.kind === 'relative' ? { rtol: policy.expression.tolerance } : decimals;
  const against = (model: Node): Comparison =>
    compare(student, model, { ...optionsOf(key.domain, key.id), ...tolerance });
  const readAs = printText(plain.value);
  const answered = withFollowThrough(key, earlier, policy, (model) =>
    describe(against(model), plain.value, model, key, policy),
  );
  if (answered.verdict !== 'different') return { ...answered, readAs };
  return { ...alsoAnswered(answered, key, (model) => against(model).verdict === 'equal'), readAs };
};

function describe(found: Comparison, student: Node, model: Node, key: FieldKey, policy: FieldPolicy): Judgement {
  const evidence = evidenceOf(found);
  if (found.verdict === 'equal')
    return judged('equal', 'right', 'Right.', { evidence, log: [line('right', 1, 'equal to the key')] });
  if (found.verdict === 'undecided') {
    const message = 'This could not be judged automatically; a person will look at it. It costs nothing.';
    return judged('undecided', 'undecided', message, { evidence, log: [line('undecided', 0, 'for review')] });
  }
  const wrong = (code: string, message: string, share = 0, misconception?: string): Judgement =>
    judged('different', code, message, {
      evidence,
      log: [line(code, share, message)],
      misconceptions: misconception === undefined ? [] : [{ id: misconception, message, confidence: 1 }],
    });
  switch (found.code) {
    case 'orientation': {
      const layout = isLayout(key, model.shape);
      const message = `The entries are right, but it lies the other way: you gave ${shapeText(student.shape)}, and ${shapeText(model.shape)} is right here.`;
      return wrong(
        layout ? 'layout' : 'orientation',
        student.shape.join() === model.shape.join()
          ? 'The entries are right, but this is the transpose of what is asked.'
          : message,
        layout ? policy.wrongLayout : policy.wrongOrientation,
        'transposed',
      );
    }
    case 'shape':
      return wrong('shape', wrongShapeText(student.shape, model.shape), 0, 'wrong-shape');
    case 'undefined-here':
      return isOp(student, undefinedOp)
        ? wrong('exists', 'You say that it does not exist, but it does.')
        : wrong('undefined-here', 'You gave a value, but it does not exist here.');
    case 'domain':
      return wrong('domain', 'Your formula is not defined where the right one is, or the other way round.');
    default:
      return wrong('value', 'This is not equal to the right answer.');
  }
}

/** A derivative in the other layout, not a vector laid the wrong way: only where there are two axes. */
export const isLayout = (key: FieldKey, shape: Shape): boolean =>
  key.isDerivative && !isVector(shape) && !isScalar(shape);

/** Names of a kind that suit an example: not the key's own formula. */
function exampleFormula(field: PublicField): string {
  const scalars = field.variables.filter((v) => isScalar(v.shape) && v.index !== true).map((v) => v.name);
  const [a, b] = scalars;
  if (a !== undefined) return b === undefined ? `3*${a}^2*exp(-${a})` : `3*${a}^2*sin(${b})`;
  const array = field.variables.find((v) => !isScalar(v.shape));
  return array === undefined ? '2*exp(-1)' : `2*${array.name}'`;
}

export const expressionType: AnswerType = {
  name: 'expression',
  judge,
  value: (raw, field, decimalComma) => {
    const source = isBlank(raw) ? null : asFormulaText(raw);
    return source === null ? null : readFormula(source, scopeOf(field, decimalComma));
  },
  write: (_field, key) => (key.answer === null ? '' : printText(key.answer)),
  placeholder: exampleFormula,
  examples: (_field, key) => {
    if (key.answer === null) return [];
    const text = printText(key.answer);
    const undefinedHere = isOp(key.answer, undefinedOp);
    const scalar = isScalar(key.answer.shape) && !undefinedHere;
    const name = symbolsOf(key.answer).find((s) => isScalar(s.shape) && !s.index)?.name;
    return [
      { raw: text, expect: 'right', note: 'the key' },
      { raw: `  ${text} `, expect: 'right', note: 'spaces around it' },
      ...(undefinedHere ? [] : [{ raw: `2*(${text})/2`, expect: 'right', note: 'twice the half' } as const]),
      ...(scalar
        ? ([
            { raw: `(${text}) + 2 - 2`, expect: 'right', note: '+2-2' },
            { raw: `(${text}) + 1`, expect: 'wrong', note: 'off by one' },
          ] as const)
        : []),
      ...(scalar && name !== undefined
        ? [{ raw: `(${text})*1.01`, expect: 'wrong', note: 'one percent off' } as const]
        : []),
      { raw: `(${text}`, expect: 'invalid', note: 'a parenthesis is missing' },
      { raw: `${text} + unknownname`, expect: 'invalid', note: 'an unknown name' },
      { raw: { a: text }, expect: 'invalid', note: 'a map' },
    ];
  },
};

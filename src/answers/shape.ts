/** The shape of a result: `2x3`, `nxnxmxn`, `scalar`. */
import { parseShape } from '../expr/parse/parse.ts';
import { sameShape, type Shape, shapeOf, showShape } from '../ir/shape.ts';
import { zeros } from '../ops/constants.ts';
import { success } from '../base/result.ts';
import type { AnswerType, FieldKey, FieldPolicy, Judgement, PublicField, RawAnswer } from './contract.ts';
import { invalidAnswer, judged, line } from './judgement.ts';
import { isText, refusalText } from './raw.ts';

/** `3` and `3x1` are the same column; nothing else is folded. */
const dims = (s: Shape): Shape => (s.length === 1 ? shapeOf([s[0] ?? 1, 1]) : s);

function judge(raw: RawAnswer, _field: PublicField, key: FieldKey, policy: FieldPolicy): Judgement {
  if (!isText(raw)) return invalidAnswer('syntax', 'A shape is asked for here: write 2x3, mxn or scalar.');
  const read = parseShape(raw);
  if (!read.ok) return invalidAnswer(read.error.code, refusalText(raw, read.error));
  const model = dims(key.answer?.shape ?? []);
  const given = dims(read.value);
  const readAs = showShape(given);
  if (sameShape(given, model)) return judged('equal', 'right', '', { readAs, log: [line('right', 1, 'the shape of the key')] });
  if (given.length === 2 && model.length === 2 && given[0] === model[1] && given[1] === model[0]) {
    return judged('different', 'transposed', 'This is the shape of the transpose: rows and columns are swapped.', {
      readAs,
      log: [line('transposed', policy.wrongLayout, 'the transpose of the right shape')],
    });
  }
  const flattened = [...given].sort().join() === [...model].sort().join();
  return judged('different', 'shape', flattened ? 'The sizes are right, but in another order.' : '', { readAs, log: [line('shape', 0, 'another shape')] });
}

export const shapeType: AnswerType = {
  name: 'shape',
  judge,
  value: (raw) => {
    if (!isText(raw)) return null;
    const read = parseShape(raw);
    return read.ok ? success(zeros(read.value)) : read;
  },
  write: (_field, key) => showShape(key.answer?.shape ?? []),
  placeholder: () => '2x3',
  examples: (_field, key) => [
    { raw: showShape(key.answer?.shape ?? []), expect: 'right', note: 'the key' },
    { raw: '7x9x7', expect: 'wrong', note: 'another shape' },
    { raw: 'two by three', expect: 'invalid', note: 'words' },
  ],
};

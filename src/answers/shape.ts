/** The shape of a result: `2x3`, `nxnxmxn`, `scalar`. */
import { success } from '../base/result.ts';
import { parseShape } from '../expr/parse/parse.ts';
import { bindShape, type Shape, showShape } from '../ir/shape.ts';
import { zeros } from '../ops/constants.ts';
import type { AnswerType } from './contract.ts';
import { isLayout } from './expression.ts';
import { emptyAnswer, invalidAnswer, judged, line } from './judgement.ts';
import { asFormulaText, isBlank, refusalText } from './raw.ts';

/** A list of n is a column of n; `m x (m x n)` is m×m×n. */
const dims = (s: Shape): Shape => (s.length === 1 ? [s[0] ?? 1, 1] : s);

/** `2 by 3`, `R^(2x3)` and lists are other ways of writing a shape. */
function plain(text: string): string {
  const inner = /^\s*(?:ℝ|R|\\mathbb\s*\{?R\}?)\s*\^?\s*[({[]?(.*?)[)}\]]?\s*$/u.exec(text)?.[1];
  return (inner !== undefined && inner.trim() !== '' && /\d|[x×]/.test(inner) ? inner : text)
    .replace(/\b(?:by|mal)\b|(?<=\d\s*)X(?=\s*\d)/gi, 'x')
    .replace(/[([]([^()[\]]*)[)\]]/g, ' $1 ')
    .trim();
}

/** Parentheses may group sizes, as in m x (m x n); every one needs its partner, or the text is no shape. */
function isBalanced(text: string): boolean {
  const partner: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  const open: string[] = [];
  for (const sign of text) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (partner[sign] !== undefined && open.pop() !== partner[sign]) return false;
  }
  return open.length === 0;
}

const judge: AnswerType['judge'] = (raw, _field, key, policy) => {
  if (isBlank(raw)) return emptyAnswer();
  const source = asFormulaText(raw);
  if (source === null) return invalidAnswer('syntax', 'A shape is asked for here: write 2x3, mxn or scalar.');
  if (!isBalanced(source))
    return invalidAnswer('syntax', 'A parenthesis has no partner here: write 2x3, mxn or scalar.');
  const read = parseShape(plain(source));
  if (!read.ok)
    return invalidAnswer(read.error.code, refusalText(source, { ...read.error, position: 0, length: source.length }));
  const model = dims(key.answer?.shape ?? []);
  const given = dims(read.value);
  const readAs = showShape(given);
  if (agree(given, model, key.domain.sizes))
    return judged('equal', 'right', 'Right.', { readAs, log: [line('right', 1, 'the shape of the key')] });
  const vector = model.length === 2 && model.includes(1);
  const turned = isTurned(given, model, key.domain.sizes);
  if (turned) {
    const layout = isLayout(key, model);
    const message = vector
      ? `This is a ${given[1] === 1 ? 'column' : 'row'}; the answer is a ${given[1] === 1 ? 'row' : 'column'}.`
      : layout
        ? 'These are the right sizes in the order of the other layout.'
        : 'Rows and columns are swapped.';
    return judged('different', layout ? 'layout' : 'orientation', message, {
      readAs,
      log: [line(layout ? 'layout' : 'orientation', layout ? policy.wrongLayout : policy.wrongOrientation, message)],
      misconceptions: [{ id: 'transposed', message, confidence: 1 }],
    });
  }
  const same = [...given].map(String).sort().join() === [...model].map(String).sort().join();
  const axes =
    given.length === model.length
      ? 'The number of axes is right, their sizes are not.'
      : `This has ${given.length} axes; the answer has ${model.length}.`;
  const message = same ? 'The sizes are right, but not their order.' : axes;
  return judged('different', 'shape', message, {
    readAs,
    log: [line('shape', 0, message)],
    misconceptions: [{ id: 'wrong-shape', message, confidence: 1 }],
  });
};

/** Equal as letters, or once the letters that have a number are replaced by it. */
function agree(a: Shape, b: Shape, sizes: ReadonlyMap<string, number>): boolean {
  if (a.join() === b.join()) return true;
  return bindShape(a, sizes).join() === bindShape(b, sizes).join();
}

/** Output axes and input axes the other way round: some rotation of the axes. */
function isTurned(given: Shape, model: Shape, sizes: ReadonlyMap<string, number>): boolean {
  if (given.length !== model.length) return false;
  return model.some((_, k) => k > 0 && agree([...given.slice(k), ...given.slice(0, k)], model, sizes));
}

export const shapeType: AnswerType = {
  name: 'shape',
  judge,
  value: (raw) => {
    const source = isBlank(raw) ? null : asFormulaText(raw);
    if (source === null) return null;
    const read = parseShape(plain(source));
    return read.ok ? success(zeros(read.value)) : read;
  },
  write: (_field, key) => showShape(key.answer?.shape ?? []),
  placeholder: () => '2x3',
  examples: (_field, key) => {
    const right = showShape(key.answer?.shape ?? []);
    return [
      { raw: right, expect: 'right', note: 'the key' },
      { raw: right.replaceAll('x', ' × '), expect: 'right', note: 'with the sign for times' },
      { raw: '7x9x7', expect: 'wrong', note: 'another shape' },
      { raw: 'two and three', expect: 'invalid', note: 'words' },
      { raw: '0x3', expect: 'invalid', note: 'no size' },
    ];
  },
};

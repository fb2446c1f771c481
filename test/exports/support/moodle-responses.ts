/** Answers to exported questions as Moodle's forms send them, and the share each earns by what the file says. */
import { type ClozeBox, readCloze } from './cloze-reader.ts';
import { child, children, type MoodleQuestion } from './moodle-reader.ts';

/** Form fields of one answer to a question. */
export type Response = Readonly<Record<string, string>>;

export interface Trial {
  readonly what: string;
  readonly response: Response;
  /** Share of the question's mark, from the weights and tolerances in the file. */
  readonly expected: number;
}

interface NumberKey {
  readonly value: string;
  readonly tolerance: number;
  readonly percent: number;
}

/**
 * What a number box takes: a decimal with a point, also with an exponent; commas before the point are thousands
 * separators, and what follows the number is taken for a unit.
 */
function scoreNumber(typed: string, keys: readonly NumberKey[]): number {
  const read = /^\s*[-+]?(\d[\d,]*\.?\d*|\.\d+)([eE][-+]?\d+)?/.exec(typed)?.[0].replaceAll(',', '');
  if (read === undefined) return 0;
  const hit = keys.find((k) => Math.abs(Number(read) - Number(k.value)) <= k.tolerance * (1 + 1e-12));
  return hit === undefined ? 0 : hit.percent / 100;
}

const plainNumber = (value: number): string => `${Number(value.toPrecision(15))}`;

/** Ways to type one number, right and wrong. */
function typings(
  key: NumberKey,
  others: readonly NumberKey[],
): readonly { readonly what: string; readonly typed: string }[] {
  const value = Number(key.value);
  return [
    { what: 'key', typed: key.value },
    { what: 'blanks around', typed: `  ${key.value} ` },
    { what: 'with exponent', typed: value.toExponential() },
    { what: 'inside the tolerance', typed: plainNumber(value + 0.9 * key.tolerance) },
    { what: 'inside the tolerance, below', typed: plainNumber(value - 0.9 * key.tolerance) },
    { what: 'outside the tolerance', typed: plainNumber(value + 1.2 * key.tolerance) },
    { what: 'other sign', typed: plainNumber(-value - 1) },
    { what: 'fraction', typed: '1/3' },
    { what: 'decimal comma', typed: '25,13' },
    { what: 'formula', typed: '8pi' },
    { what: 'words', typed: 'no idea' },
    { what: 'key and a unit', typed: `${key.value} m` },
    { what: 'key and more', typed: `${key.value}/7` },
    { what: 'words and the key', typed: `about ${key.value}` },
    ...others.map((o, k) => ({ what: `foreseen ${k + 1}`, typed: o.value })),
  ];
}

export function trialsOf(question: MoodleQuestion): readonly Trial[] {
  switch (question.type) {
    case 'numerical': {
      const keys = children(question.node, 'answer').map((a) => ({
        value: child(a, 'text')?.text ?? '',
        tolerance: Number(child(a, 'tolerance')?.text),
        percent: Number(a.attributes.fraction),
      }));
      const [first, ...others] = keys;
      return first === undefined
        ? []
        : typings(first, others).map(({ what, typed }) => ({
            what,
            response: { answer: typed },
            expected: scoreNumber(typed, keys),
          }));
    }
    case 'multichoice':
      return choiceTrials(question);
    case 'cloze':
      return clozeTrials(question);
    default:
      return [];
  }
}

function choiceTrials(question: MoodleQuestion): readonly Trial[] {
  const percents = children(question.node, 'answer').map((a) => Number(a.attributes.fraction));
  if (child(question.node, 'single')?.text === 'true') {
    return percents.map((p, k) => ({ what: `option ${k + 1}`, response: { answer: `${k}` }, expected: p / 100 }));
  }
  const ticked = (wanted: readonly number[]): Trial => ({
    what: `options ${wanted.map((k) => k + 1).join(' ')}`,
    response: Object.fromEntries(percents.map((_, k) => [`choice${k}`, wanted.includes(k) ? '1' : '0'])),
    expected: share(wanted.map((k) => percents[k] ?? 0)),
  });
  const all = percents.map((_, k) => k);
  return [ticked(all.filter((k) => (percents[k] ?? 0) > 0)), ticked(all), ...all.map((k) => ticked([k]))];
}

/** Ticks sum up, never below zero. */
const share = (percents: readonly number[]): number =>
  Math.min(1, Math.max(0, percents.reduce((a, b) => a + b, 0) / 100));

/** One way to fill in one box: its form fields, and the share of the box that it earns. */
interface Fill {
  readonly fields: Response;
  readonly earned: number;
}

function fills(
  box: ClozeBox,
  index: number,
): { readonly right: Fill; readonly others: readonly { readonly what: string; readonly fill: Fill }[] } {
  const name = `sub${index}_answer`;
  if (box.type === 'NUMERICAL') {
    const keys = box.answers.map((a) => ({ value: a.text, tolerance: a.tolerance ?? 0, percent: a.percent }));
    const [first, ...rest] = keys;
    if (first === undefined) throw new Error('a box without a key');
    const fill = (typed: string): Fill => ({ fields: { [name]: typed }, earned: scoreNumber(typed, keys) });
    return {
      right: fill(first.value),
      others: typings(first, rest)
        .slice(1)
        .map(({ what, typed }) => ({ what, fill: fill(typed) })),
    };
  }
  if (box.type === 'SHORTANSWER') {
    const fill = (typed: string): Fill => ({
      fields: { [name]: typed },
      earned: box.answers.some((a) => a.text.toLowerCase() === typed.trim().toLowerCase()) ? 1 : 0,
    });
    const [first] = box.answers;
    return {
      right: fill(first?.text ?? ''),
      others: [...box.answers.slice(1).map((a) => a.text), '3x2', 'nxm', 'exists', 'X'].map((typed) => ({
        what: typed,
        fill: fill(typed),
      })),
    };
  }
  const percents = box.answers.map((a) => a.percent);
  if (box.type === 'MULTICHOICE_V') {
    const fill = (k: number): Fill => ({ fields: { [name]: `${k}` }, earned: (percents[k] ?? 0) / 100 });
    const right = percents.indexOf(100);
    return {
      right: fill(right),
      others: percents.flatMap((_, k) => (k === right ? [] : [{ what: `option ${k + 1}`, fill: fill(k) }])),
    };
  }
  if (box.type !== 'MULTIRESPONSE') throw new Error(`unknown box ${box.type}`);
  const ticks = (wanted: readonly number[]): Fill => ({
    fields: Object.fromEntries(percents.map((_, k) => [`sub${index}_choice${k}`, wanted.includes(k) ? '1' : '0'])),
    earned: share(wanted.map((k) => percents[k] ?? 0)),
  });
  const all = percents.map((_, k) => k);
  return {
    right: ticks(all.filter((k) => (percents[k] ?? 0) > 0)),
    others: [
      { what: 'all options', fill: ticks(all) },
      ...all.map((k) => ({ what: `only option ${k + 1}`, fill: ticks([k]) })),
    ],
  };
}

/** All boxes right; each box in other ways with the rest right; one box alone; none right. */
function clozeTrials(question: MoodleQuestion): readonly Trial[] {
  const { boxes } = readCloze(question.text);
  const made = boxes.map((b, k) => fills(b, k + 1));
  const total = boxes.reduce((s, b) => s + b.weight, 0);
  const trial = (what: string, chosen: readonly (Fill | null)[]): Trial => ({
    what,
    response: Object.assign({}, ...chosen.map((f) => f?.fields ?? {})),
    expected: chosen.reduce((s, f, k) => s + (f?.earned ?? 0) * (boxes[k]?.weight ?? 0), 0) / total,
  });
  const right = made.map((m) => m.right);
  return [
    trial('key', right),
    ...made.flatMap((m, k) =>
      m.others.map((o) =>
        trial(
          `box ${k + 1}: ${o.what}`,
          right.map((r, j) => (j === k ? o.fill : r)),
        ),
      ),
    ),
    ...made.map((m, k) =>
      trial(
        `box ${k + 1} alone`,
        made.map((_, j) => (j === k ? m.right : null)),
      ),
    ),
  ];
}

/** How many lines an ordering or matching question has. */
export const lineCount = (question: MoodleQuestion): number =>
  question.type === 'matching'
    ? children(question.node, 'subquestion').length
    : children(question.node, 'answer').length;

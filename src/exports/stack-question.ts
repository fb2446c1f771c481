/** The XML of one STACK question whose variants are deployed seeds 1, 2, … */
import { type Html, rich } from './html.ts';
import { type QuestionHead, question } from './moodle-questions.ts';
import { decimalText } from './numbers.ts';
import type { StackInput } from './stack-fields.ts';
import { element, type XmlElement } from './xml.ts';

/** The same input in every variant. */
export interface InputVariants {
  readonly points: number;
  readonly variants: readonly StackInput[];
  /** A wrong answer of each variant, from the examples of its answer type. */
  readonly wrong: readonly (string | null)[];
}

const plain = (name: string, value: string): XmlElement => element(name, {}, element('text', {}, value));
const html = (name: string, value: string): XmlElement => element(name, { format: 'html' }, element('text', {}, value));
const one = (name: string, value: string): XmlElement => element(name, {}, value);

/** What STACK would carry out in a text is pulled apart. */
export const castext = ({ html: h }: Html): string =>
  h
    .replaceAll('[[', '[<span></span>[')
    .replaceAll(/\{(?=@)/g, '{<span></span>')
    // Inside of TeX an element would be shown: there a blank or empty braces do it.
    .replaceAll(/\\\(.*?\\\)|\\\[.*?\\\]/gs, (tex) =>
      tex.replaceAll('[<span></span>[', '[{}[').replaceAll('{<span></span>', '{ '),
    );

/** The text of the variant that is shown; plain where all have the same. */
export function pick(texts: readonly string[]): string {
  const [first = ''] = texts;
  if (texts.every((t) => t === first)) return first;
  return texts.map((t, k) => (t === '' ? '' : `[[if test="gv=${k + 1}"]]${t}[[/if]]`)).join('');
}

/** The value of the variant that is shown, as Maxima source. */
const chosen = (values: readonly string[]): string =>
  values.every((v) => v === values[0]) ? (values[0] ?? '0') : `[${values.join(',')}][gv]`;

/** Stands where a variant has fewer foreseen answers than another. */
const NOTHING_FORESEEN = 'gradus_none';

const prefixed = (k: number): { readonly ans: string; readonly ta: string; readonly prt: string } => ({
  ans: `ans${k + 1}`,
  ta: `ta${k + 1}`,
  prt: `prt${k + 1}`,
});

const most = (i: InputVariants): number => Math.max(...i.variants.map((v) => v.foreseen.length));

function variables(inputs: readonly InputVariants[], count: number): string {
  const lines = count > 1 ? [`gv:mod(stack_seed-1,${count})+1;`] : [];
  inputs.forEach((input, k) => {
    const { ta } = prefixed(k);
    lines.push(`${ta}:${chosen(input.variants.map((v) => v.right))};`);
    if (isListed(input)) lines.push(`${ta}list:${chosen(input.variants.map((v) => v.teacher))};`);
    if (input.variants.some((v) => v.test === 'NumAbsolute'))
      lines.push(`${ta}tol:${chosen(input.variants.map((v) => (v.option === '' ? '0' : v.option)))};`);
    for (let f = 0; f < most(input); f += 1) {
      const at = (v: StackInput): StackInput['foreseen'][number] | undefined => v.foreseen[f];
      lines.push(`${ta}f${f + 1}:${chosen(input.variants.map((v) => at(v)?.answer ?? none(v)))};`);
      lines.push(`${ta}c${f + 1}:${chosen(input.variants.map((v) => decimalText(at(v)?.credit ?? 0)))};`);
      if (input.variants.some((v) => v.test === 'NumAbsolute'))
        lines.push(`${ta}t${f + 1}:${chosen(input.variants.map((v) => at(v)?.option || '0'))};`);
    }
    if (hasWrong(input)) lines.push(`${ta}wrong:${chosen(input.wrong.map((w) => w ?? '0'))};`);
  });
  return lines.join('\n');
}

/** A value that the test takes and no student gives. */
const none = (v: StackInput): string =>
  v.test === 'StringSloppy' ? '"gradus none"' : v.test === 'NumAbsolute' ? '9.87e99' : NOTHING_FORESEEN;

const isListed = (i: InputVariants): boolean => i.variants.some((v) => v.type === 'radio' || v.type === 'checkbox');
const hasWrong = (i: InputVariants): boolean => i.wrong.every((w) => w !== null);

function inputElement(input: InputVariants, k: number): XmlElement {
  const { ans, ta } = prefixed(k);
  const [first] = input.variants;
  const type = first?.type ?? 'algebraic';
  const listed = isListed(input);
  const text = type === 'string';
  return element(
    'input',
    {},
    one('name', ans),
    one('type', type),
    one('tans', listed ? `${ta}list` : ta),
    one('boxsize', type === 'matrix' ? '7' : '20'),
    one('strictsyntax', '1'),
    // Stars for products of numbers and names that stand side by side, as students write them.
    one('insertstars', listed || text ? '0' : '1'),
    one('syntaxhint', ''),
    one('syntaxattribute', '0'),
    one('forbidwords', ''),
    one('allowwords', ''),
    one('forbidfloat', '0'),
    one('requirelowestterms', '0'),
    one('checkanswertype', '0'),
    one('mustverify', listed || text ? '0' : '1'),
    one('showvalidation', listed || text ? '0' : '1'),
    one('options', ''),
  );
}

function node(input: InputVariants, k: number, at: number, last: boolean): XmlElement {
  const { ans, ta, prt } = prefixed(k);
  const [first] = input.variants;
  const test = first?.test ?? 'AlgEquiv';
  const numeric = test === 'NumAbsolute';
  const messages = input.variants.map((v) => {
    const m = v.foreseen[at - 1];
    return at === 0 || m === undefined ? '' : castext(rich(m.message));
  });
  const spelled = (first?.spellings.length ?? 0) > 0 ? `sa${k + 1}` : ans;
  return element(
    'node',
    {},
    one('name', `${at}`),
    one('description', ''),
    one('answertest', test),
    one('sans', spelled),
    one('tans', at === 0 ? ta : `${ta}f${at}`),
    one('testoptions', numeric ? (at === 0 ? `${ta}tol` : `${ta}t${at}`) : ''),
    // Its own remark would say which entries are wrong.
    one('quiet', '1'),
    one('truescoremode', '='),
    one('truescore', at === 0 ? '1' : `${ta}c${at}`),
    one('truepenalty', ''),
    one('truenextnode', '-1'),
    one('trueanswernote', `${prt}-${at + 1}-T`),
    html('truefeedback', pick(messages)),
    one('falsescoremode', '='),
    one('falsescore', '0'),
    one('falsepenalty', ''),
    one('falsenextnode', last ? '-1' : `${at + 1}`),
    one('falseanswernote', `${prt}-${at + 1}-F`),
    html('falsefeedback', ''),
  );
}

function tree(input: InputVariants, k: number): XmlElement {
  const { ans, prt } = prefixed(k);
  const count = most(input);
  const spellings = input.variants[0]?.spellings ?? [];
  const before =
    spellings.length === 0
      ? ''
      : `sa${k + 1}:subst([${spellings.map(([typed, name]) => `${typed}=${name}`).join(',')}],${ans});`;
  return element(
    'prt',
    {},
    one('name', prt),
    one('value', decimalText(input.points)),
    one('autosimplify', '1'),
    one('feedbackstyle', '1'),
    plain('feedbackvariables', before),
    ...Array.from({ length: count + 1 }, (_, at) => node(input, k, at, at === count)),
  );
}

/** Cases that STACK runs itself: the key, an example of a wrong answer, each foreseen answer. */
function cases(inputs: readonly InputVariants[]): readonly XmlElement[] {
  const right = (k: number): string => prefixed(k).ta;
  const made: { readonly note: string; readonly values: readonly string[]; readonly expected: readonly string[] }[] =
    [];
  const all = inputs.map((_, k) => right(k));
  const full = inputs.map((_, k) => `${prefixed(k).prt}-1-T`);
  made.push({ note: 'the key', values: all, expected: full });
  inputs.forEach((input, k) => {
    if (!hasWrong(input)) return;
    const { ta, prt } = prefixed(k);
    made.push({
      note: `a wrong answer in box ${k + 1}`,
      values: all.map((v, j) => (j === k ? `${ta}wrong` : v)),
      expected: full.map((n, j) => (j === k ? `${prt}-${most(input) + 1}-F` : n)),
    });
  });
  return made.map(({ note, values, expected }, c) =>
    element(
      'qtest',
      {},
      one('testcase', `${c + 1}`),
      one('description', note),
      ...values.map((value, k) => element('testinput', {}, one('name', prefixed(k).ans), one('value', value))),
      ...expected.map((answernote, k) =>
        element(
          'expected',
          {},
          one('name', prefixed(k).prt),
          one('expectedscore', answernote.endsWith('T') ? '1.0000000' : '0.0000000'),
          one('expectedpenalty', '0.0000000'),
          one('expectedanswernote', answernote),
        ),
      ),
    ),
  );
}

export interface StackHead extends QuestionHead {
  readonly note: string;
}

/** @param count of variants; their seeds are 1 … count */
export function stackQuestion(head: StackHead, inputs: readonly InputVariants[], count: number): XmlElement {
  return question(
    'stack',
    head,
    plain('stackversion', ''),
    plain('questionvariables', variables(inputs, count)),
    html('specificfeedback', inputs.map((_, k) => `[[feedback:${prefixed(k).prt}]]`).join('')),
    html('questionnote', head.note),
    html('questiondescription', ''),
    one('questionsimplify', '1'),
    one('assumepositive', '0'),
    one('assumereal', '1'),
    html('prtcorrect', ''),
    html('prtpartiallycorrect', ''),
    html('prtincorrect', ''),
    one('decimals', '.'),
    one('scientificnotation', '*10'),
    one('multiplicationsign', 'dot'),
    one('sqrtsign', '1'),
    one('complexno', 'i'),
    one('inversetrig', 'arccos'),
    one('logicsymbol', 'lang'),
    one('matrixparens', '('),
    one('variantsselectionseed', ''),
    ...inputs.map(inputElement),
    ...inputs.map(tree),
    ...(count > 1 ? Array.from({ length: count }, (_, k) => one('deployedseed', `${k + 1}`)) : []),
    ...cases(inputs),
  );
}

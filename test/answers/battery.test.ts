import { describe, expect, it } from 'vitest';
import type { FieldKey, Judgement, PublicField, RawAnswer } from '../../src/answers/contract.ts';
import { foldCredit } from '../../src/answers/judgement.ts';
import { answerTypes } from '../../src/answers/table.ts';
import { printLatex } from '../../src/expr/print/latex.ts';
import { printText } from '../../src/expr/print/text.ts';
import { gradeItem } from '../../src/grading/grade-item.ts';
import { catalogueOf, variantOf } from '../problem/support/templates.ts';
import { POLICY } from './support.ts';

interface Sample {
  readonly name: string;
  readonly field: PublicField;
  readonly key: FieldKey;
  readonly judge: (raw: RawAnswer | undefined) => Judgement;
}

/** Every field of every template that comes with the tests, in two variants, and with the project, in one. */
const samples: readonly Sample[] = ['test/fixtures/lecture-templates', 'problems'].flatMap((folder) => {
  const catalogue = catalogueOf(folder);

  return [...catalogue.templates.values()].flatMap((template) =>
    (folder === 'problems' ? [1] : [1, 2]).flatMap((seed) => {
      const variant = variantOf(template, seed, {}, catalogue);
      return variant.public.fields.map((field, k): Sample => {
        const key = variant.key.fields[k];
        if (key === undefined) throw new Error('no key');
        // Alone: without earlier answers nothing follows through.
        const alone = { public: { fields: [field] }, key: { fields: [key] } };
        const judge = (raw: RawAnswer | undefined): Judgement =>
          gradeItem(alone, raw === undefined ? new Map() : new Map([[field.id, raw]]), () => POLICY)[0] as Judgement;
        return { name: `${template.id}.${field.id} ${seed}`, field, key, judge };
      });
    }),
  );
});

const shown = (raw: unknown): string => JSON.stringify(raw).slice(0, 80);

/** `name: answer → verdict` of each answer that is judged otherwise. */
function missed(
  of: readonly Sample[],
  answers: (s: Sample) => readonly RawAnswer[],
  good: (j: Judgement) => boolean,
): readonly string[] {
  return of.flatMap((s) =>
    answers(s).flatMap((raw) => {
      const j = s.judge(raw);
      return good(j) ? [] : [`${s.name}: ${shown(raw)} → ${j.verdict} ${j.code} ${j.message}`];
    }),
  );
}

const right = (j: Judgement): boolean => j.verdict === 'equal' && foldCredit(j.log) === 1;
const examples = (s: Sample, expectation: string): readonly RawAnswer[] =>
  (answerTypes.get(s.field.type)?.examples(s.field, s.key) ?? [])
    .filter((e) => e.expect === expectation)
    .map((e) => e.raw);

describe('every field of every template', () => {
  it('is met by templates of all types but two that have tests of their own', () => {
    const met = new Set(samples.map((s) => s.field.type));
    const others = ['tensor', 'derivation'];
    expect([...answerTypes.keys()].filter((t) => !met.has(t) && !others.includes(t))).toEqual([]);
  });

  it('gives full marks to the key and to what its type calls right', () => {
    expect(missed(samples, (s) => examples(s, 'right'), right)).toEqual([]);
    const written = samples.filter((s) => s.field.type !== 'essay');
    expect(missed(written, (s) => [answerTypes.get(s.field.type)?.write(s.field, s.key) ?? ''], right)).toEqual([]);
  });

  it('gives no full marks to what its type calls wrong', () => {
    expect(
      missed(
        samples,
        (s) => examples(s, 'wrong'),
        (j) => j.verdict === 'different' && foldCredit(j.log) < 1,
      ),
    ).toEqual([]);
  });

  it('refuses what its type calls invalid, with a message', () => {
    expect(
      missed(
        samples,
        (s) => examples(s, 'invalid'),
        (j) => j.verdict === 'invalid' && j.message.length > 10,
      ),
    ).toEqual([]);
  });

  it('takes nothing for an answer where there is none', () => {
    const blanks: readonly RawAnswer[] = ['', '  \t\n', [], {}, [['', ''], ['']], { a: '', b: { value: '' } }];
    expect(
      missed(
        samples,
        () => blanks,
        (j) => j.verdict === 'empty' && foldCredit(j.log) === 0,
      ),
    ).toEqual([]);
    expect(samples.filter((s) => s.judge(undefined).verdict !== 'empty').map((s) => s.name)).toEqual([]);
  });

  it('is not taken in by garbage, and says so politely', () => {
    const garbage: readonly RawAnswer[] = [
      'NaN',
      'Infinity',
      'null',
      'undefined',
      '__proto__',
      'constructor',
      'toString',
      '[[[[]]]]',
      '((((((((((',
      '9'.repeat(400),
      '1e999',
      '<script>alert(1)</script>',
      '=1+1',
      '🙂',
      '\u0000',
      '{{ key }}',
      ['__proto__'],
      { __proto__: 'x', constructor: '1' },
      { when: 'x > ', value: '1' },
      [[['1', '2'], ['3']], '4'],
    ];
    // An essay may say anything, and a person reads it.
    const others = samples.filter((s) => s.field.type !== 'essay');
    const refused = (j: Judgement): boolean => foldCredit(j.log) === 0 && !/error:|at .*\.ts/.test(j.message);
    const dne = (raw: RawAnswer): boolean => raw === 'undefined';
    expect(missed(others, (s) => garbage.filter((g) => !dne(g) || !s.field.mayBe.undefined), refused)).toEqual([]);
  });
});

describe('the key in other notations', () => {
  const formulas = samples.filter((s) => ['expression', 'matrix'].includes(s.field.type) && s.key.answer !== null);
  const exact = formulas.filter((s) => s.field.rounding.kind === 'exact' && s.field.freedom === 'none');

  it('LaTeX', () => {
    expect(missed(exact, (s) => (s.key.answer === null ? [] : [printLatex(s.key.answer)]), right)).toEqual([]);
  });

  it('typographic signs', () => {
    const typed = (s: Sample): string =>
      s.key.answer === null
        ? ''
        : printText(s.key.answer)
            .replaceAll('*', ' · ')
            .replaceAll('-', '−')
            .replaceAll('^2', '²')
            .replaceAll('theta', 'θ')
            .replaceAll('Phi', 'Φ');
    expect(missed(exact, (s) => [typed(s)], right)).toEqual([]);
  });

  it('twice as many parentheses and spaces as needed', () => {
    expect(missed(exact, (s) => (s.key.answer === null ? [] : [`( ( ${printText(s.key.answer)} ) )`]), right)).toEqual(
      [],
    );
  });
});

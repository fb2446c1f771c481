/** Whose variant is this? Numbers from a posted question or a copied answer, looked for in everybody's paper. */

import { richSource } from '../answers/rich-text.ts';
import { entriesOf } from '../calculus/derive.ts';
import { simplify } from '../expr/rewrite.ts';
import type { Node } from '../ir/node.ts';
import { parseDecimal, type Rational, rational } from '../ir/rational.ts';
import { concrete } from '../ir/shape.ts';
import type { DealtItem, DealtPaper } from './deal.ts';

/** A problem of a student's paper, with how many of the numbers asked for stand in it. */
export interface VariantMatch {
  readonly student: string;
  readonly item: string;
  readonly template: string;
  readonly variant: string;
  readonly found: number;
  readonly asked: number;
  /** Where: in the statement as printed, or in the key. */
  readonly where: 'statement' | 'answer' | 'both' | 'code';
}

const NUMBER = /(?<![\p{L}\p{N}_.])(-\s?)?(\d+(?:\.\d+)?|\.\d+)(?:\s*\/\s*(\d+))?/gu;

/** The numbers in a text, signs apart: a minus there may be the formula's. As `n/d`. */
export function numbersIn(text: string): readonly string[] {
  const plain = text
    .replaceAll('−', '-')
    .replace(/\\[dt]?frac\s*\{(\d+)\}\s*\{(\d+)\}/g, ' $1/$2 ')
    .replace(/\{,\}/g, '.');
  return [...plain.matchAll(NUMBER)].flatMap(([, , whole = '0', below]) => {
    const value = parseDecimal(whole);
    if (value === null) return [];
    const d = below === undefined ? 1n : BigInt(below);
    return d === 0n ? [] : [keyOf(rational(value.n, value.d * d))];
  });
}

const keyOf = (r: Rational): string => `${r.n < 0n ? -r.n : r.n}/${r.d}`;

/** Numbers that a person would copy: more than once the same counts as often. */
function counts(keys: readonly string[]): ReadonlyMap<string, number> {
  const out = new Map<string, number>();
  for (const k of keys) out.set(k, (out.get(k) ?? 0) + 1);
  return out;
}

function overlap(asked: ReadonlyMap<string, number>, there: ReadonlyMap<string, number>): number {
  let n = 0;
  for (const [key, times] of asked) n += Math.min(times, there.get(key) ?? 0);
  return n;
}

/** Candidates, best first: those with the most of the numbers; papers with none of them are left out. */
export function findVariant(papers: Iterable<DealtPaper>, texts: readonly string[]): readonly VariantMatch[] {
  const keys = texts.flatMap(numbersIn);
  const asked = counts(keys);
  const out: VariantMatch[] = [];
  for (const paper of papers) {
    for (const item of paper.items) {
      const printed = overlap(asked, counts(numbersIn(printedText(item))));
      const worked = overlap(asked, counts(answerNumbers(item)));
      const both = overlap(asked, counts([...numbersIn(printedText(item)), ...answerNumbers(item)]));
      if (both === 0) continue;
      const where = printed === both ? 'statement' : worked === both ? 'answer' : 'both';
      const { student } = paper;
      const { variant } = item.instance.public;
      out.push({
        student,
        item: item.item,
        template: item.template.id,
        variant,
        found: both,
        asked: keys.length,
        where,
      });
    }
  }
  return out.sort((a, b) => b.found - a.found || (a.student < b.student ? -1 : a.student > b.student ? 1 : 0));
}

/** By the code printed on a paper or beside a problem. */
export function findCode(papers: Iterable<DealtPaper>, code: string): readonly VariantMatch[] {
  const wanted = plainCode(code);
  return [...papers].flatMap((paper) =>
    paper.items.flatMap((item): VariantMatch[] => {
      const { variant } = item.instance.public;
      if (plainCode(paper.variant) !== wanted && plainCode(variant) !== wanted) return [];
      return [
        {
          student: paper.student,
          item: item.item,
          template: item.template.id,
          variant,
          found: 1,
          asked: 1,
          where: 'code',
        },
      ];
    }),
  );
}

/** Crockford: what is mistaken for a digit is read as it. */
const plainCode = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

function printedText({ instance }: DealtItem): string {
  const { statement, shared, values, fields } = instance.public;
  const parts = [
    statement,
    ...(shared === null ? [] : [shared.statement]),
    ...values.map((v) => v.formula),
    ...fields.flatMap((f) => [f.question, f.label]),
  ];
  return parts.map(richSource).join(' ');
}

function answerNumbers({ instance }: DealtItem): readonly string[] {
  return instance.key.fields.flatMap((f) => (f.answer === null ? [] : numbersOf(f.answer)));
}

/** The numbers of a formula, and of the entries of an array. */
function numbersOf(answer: Node): readonly string[] {
  const roots = concrete(answer.shape) === null ? [answer] : entriesOf(answer).map(simplify);
  const out: string[] = [];
  const visit = (n: Node): void => {
    if (n.kind === 'num') out.push(keyOf(n.value));
    if (n.kind === 'apply') n.args.forEach(visit);
  };
  roots.forEach(visit);
  return out;
}

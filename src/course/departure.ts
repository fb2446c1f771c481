/** Where a wrong answer leaves the worked solution: the first line whose rule is the one that was broken. */
import type { Judgement } from '../answers/contract.ts';
import type { DerivationRow } from '../document/doc.ts';

/** Which rules of a derivation a misconception breaks: ids of rules, and words of the line's note. */
const BROKEN: readonly (readonly [RegExp, RegExp])[] = [
  [/^(dropped-(inner|outer)-derivative|derivative-inside|evaluated-elsewhere)$/, /chain/],
  [
    /^(product-of-derivatives|product-rule-missing-term|transposed-factor|factors-out-of-order|assumed-symmetric)$/,
    /product/,
  ],
  [/^quotient-/, /quotient|reciprocal/],
  [/^power-rule-(exponent-kept|coefficient-missing)$/, /power|root/],
  [/^power-rule-on-exponential$/, /exp/],
  [/^sign-of-trig-derivative$/, /\b(sin|cos|tan|sine|cosine)\b/],
  [/^constant-term-kept$/, /sum|constant/],
  [/^(transposed|wrong-shape|flattened)$/, /read off|read-off|identif/],
];

/** Index of the row; −1 where no line is known to be the one. */
export function departure(rows: readonly DerivationRow[], misconceptions: Judgement['misconceptions']): number {
  const [best] = misconceptions;
  const broken = best && BROKEN.find(([id]) => id.test(best.id));
  if (broken === undefined) return -1;
  const [, rule] = broken;
  return rows.findIndex((row) =>
    rule.test(`${row.rule ?? ''} ${row.note.map((n) => (n.kind === 'text' ? n.text : '')).join('')}`),
  );
}

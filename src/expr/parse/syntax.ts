/** The untyped syntax tree: what stands in the text, before names and shapes are known. */
import type { Span } from './scope.ts';

export type Syntax = Span &
  (
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'name'; readonly name: string }
    /** Terms with their signs. */
    | { readonly kind: 'sum'; readonly terms: readonly { readonly minus: boolean; readonly term: Syntax }[] }
    | { readonly kind: 'product'; readonly left: Syntax; readonly right: Syntax; readonly sign: ProductSign }
    | { readonly kind: 'minus'; readonly body: Syntax }
    | { readonly kind: 'power'; readonly base: Syntax; readonly exponent: Syntax; readonly entrywise: boolean }
    | { readonly kind: 'root'; readonly degree: number; readonly body: Syntax }
    /** `mark`: how it was written; a prime on a number is meant as a derivative, a letter T may be a name. */
    | { readonly kind: 'transpose'; readonly body: Syntax; readonly mark: 'prime' | 'letter' | 'sign' }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Syntax[] }
    | { readonly kind: 'bars'; readonly norm: 'abs' | 'norm' | 'norm1' | 'norminf'; readonly body: Syntax }
    | { readonly kind: 'array'; readonly rows: readonly (readonly Syntax[])[] }
    | { readonly kind: 'tuple'; readonly items: readonly Syntax[] }
    | { readonly kind: 'index'; readonly base: Syntax; readonly indices: readonly Syntax[] }
    | {
        readonly kind: 'sigma';
        readonly index: string;
        readonly start: Syntax;
        readonly end: Syntax;
        readonly body: Syntax;
      }
    /** Only in conditions and in macro arguments such as `at(f, x = 2)`. */
    | { readonly kind: 'relation'; readonly sign: RelationMark; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'logic'; readonly sign: 'and' | 'or'; readonly parts: readonly Syntax[] }
    | { readonly kind: 'not'; readonly body: Syntax }
  );

export type ProductSign = '*' | '/' | '.*' | './' | 'implicit';
export type RelationMark = '=' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * How an operation is written, as data: a closed set of constructs that the text, LaTeX, MathML and speech
 * printers each walk with an exhaustive switch. An operation names its construct once and prints in all.
 */
import type { Apply, Node } from './node.ts';

export type Notation =
  /** `sin(x)`, `det(A)`; `latex` is the operator (`\sin`, `\operatorname{vec}`), `speech` what is said before "of". */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly latex: string;
      readonly speech: string;
      readonly args: readonly Node[];
    }
  /** a + b − c; a term with a negative coefficient is printed with a minus. */
  | { readonly kind: 'sum'; readonly terms: readonly Node[] }
  /** Product of scalars and at most one array; factors with negative exponents form the denominator. */
  | { readonly kind: 'product'; readonly factors: readonly Node[] }
  /** Infix products with their own sign: matrix product (juxtaposed in LaTeX), `.*`, Kronecker. */
  | { readonly kind: 'infix'; readonly sign: InfixSign; readonly operands: readonly Node[] }
  | { readonly kind: 'power'; readonly base: Node; readonly exponent: Node; readonly elementwise: boolean }
  | { readonly kind: 'root'; readonly degree: number; readonly radicand: Node }
  | { readonly kind: 'postfix'; readonly mark: 'transpose' | 'inverse'; readonly base: Node }
  /** |x|, ‖v‖, ‖v‖₁, ‖v‖_∞ */
  | { readonly kind: 'fence'; readonly fence: 'abs' | 'norm' | 'norm1' | 'norminf'; readonly body: Node }
  /** A literal array: rows of entries; `tuple` is written (a, b). */
  | { readonly kind: 'grid'; readonly rows: readonly (readonly Node[])[]; readonly tuple: boolean }
  /** A literal of order 3 or more, entries row-major; written as nested slices. */
  | { readonly kind: 'tensor'; readonly shape: readonly number[]; readonly entries: readonly Node[] }
  | { readonly kind: 'index'; readonly base: Node; readonly indices: readonly Node[] }
  | { readonly kind: 'sigma'; readonly index: Node; readonly from: Node; readonly to: Node; readonly body: Node }
  /** δ_{pj} */
  | { readonly kind: 'delta'; readonly indices: readonly Node[] }
  | { readonly kind: 'constant'; readonly text: string; readonly latex: string; readonly speech: string }
  /** ∂f/∂x (or d f/d x), of the order given; printed as diff(f, x) in text. */
  | { readonly kind: 'derivative'; readonly of: Node; readonly wrt: readonly Node[]; readonly total: boolean }
  /** a < b, a = b, a != b … */
  | { readonly kind: 'relation'; readonly sign: RelationSign; readonly left: Node; readonly right: Node };

export type InfixSign = 'matmul' | 'hadamard' | 'hadamard-quotient' | 'kron';
export type RelationSign = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type NotationOf = (node: Apply) => Notation;

/** What a document or a student may choose about how formulas look. */
export interface PrintOptions {
  /** LaTeX for names whose author chose it: `{theta: "\\hat\\theta"}`. */
  readonly latexNames?: ReadonlyMap<string, string>;
  /** 2,5 instead of 2.5; lists in set formulas are then separated by semicolons. */
  readonly decimalComma?: boolean;
}

/** Presentation MathML, set by KaTeX from our LaTeX so that both look and structure agree. */
import type { Node } from '../../ir/node.ts';
import { type PrintOptions, printLatex } from './latex.ts';

/** The `<math>` element of an expression. Loads KaTeX when first called. */
export async function printMathml(node: Node, options: PrintOptions = {}): Promise<string> {
  const { default: katex } = await import('katex');
  const html = katex.renderToString(printLatex(node, options), {
    output: 'mathml',
    throwOnError: true,
    strict: 'ignore',
  });
  const math = /<math[\s\S]*<\/math>/.exec(html)?.[0] ?? html;
  return math.replace(/<annotation[\s\S]*?<\/annotation>/, '');
}

import type {
  AnswerField,
  AnswerInput,
  Block,
  Blocks,
  Doc,
  Formula,
  Inline,
  Inlines,
} from '../../../src/document/doc.ts';

const raw = String.raw;

/** Sample formulas speak their LaTeX without signs; real documents carry the engine's words. */
export function f(
  latex: string,
  speech = latex
    .replace(/\\(?:d?frac|left|right|begin|end|text|mathrm|operatorname)/g, ' ')
    .replace(/[\\{}&^_]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim(),
): Formula {
  return { latex, speech };
}

/** Text with formulas between dollars. */
export function t(source: string): Inlines {
  return source
    .split('$')
    .flatMap((part, index): readonly Inline[] =>
      part === '' ? [] : [index % 2 === 1 ? { kind: 'formula', formula: f(part) } : { kind: 'text', text: part }],
    );
}

export const p = (source: string): Block => ({ kind: 'paragraph', inlines: t(source) });
export const h = (level: 1 | 2 | 3, source: string): Block => ({ kind: 'heading', level, inlines: t(source) });
export const d = (latex: string): Block => ({ kind: 'display', formula: f(latex) });

function answer(
  item: string,
  field: string,
  label: string,
  input: AnswerInput,
  options: { readonly hint?: string; readonly points?: number; readonly name?: string } = {},
): Block {
  const made: AnswerField = {
    item,
    field,
    label: t(label),
    name: options.name ?? label.replaceAll('$', '').replaceAll('\\', ''),
    hint: t(options.hint ?? ''),
    points: options.points ?? 2,
    input,
  };
  return { kind: 'answer', answer: made };
}

const problem = (number: number, title: string, blocks: Blocks): Blocks => [
  h(2, `Problem ${number}. ${title}`),
  ...blocks,
];

const partials = problem(1, 'Partial derivatives of a composition', [
  p(
    raw`Let $f(x, y) = \sin(3x^2 + 7y^3)$. Find both partial derivatives. The inner function is $u = 3x^2 + 7y^3$, so that $f = \sin \circ\, u$ and the chain rule for one variable at a time applies; treat $y$ as a constant when you differentiate with respect to $x$.`,
  ),
  answer(
    'partials',
    'dfdx',
    raw`(a)  $\dfrac{\partial f}{\partial x} =$`,
    { kind: 'expression' },
    { hint: 'A formula in $x$ and $y$.', name: 'partial f by partial x' },
  ),
  answer(
    'partials',
    'dfdy',
    raw`(b)  $\dfrac{\partial f}{\partial y} =$`,
    { kind: 'expression' },
    { hint: 'A formula in $x$ and $y$.', name: 'partial f by partial y' },
  ),
]);

const path = problem(2, 'Chain rule along a path', [
  p(raw`Let $h = f \circ g$ with $f(x_1, x_2) = \exp(2 x_1 x_2^2)$ and`),
  d(
    raw`x = g(t) = \begin{pmatrix} t\cos(3t) \\ t\sin(2t) \end{pmatrix}, \qquad \frac{\mathrm dh}{\mathrm dt} = \frac{\partial f}{\partial x}\,\frac{\partial x}{\partial t} = \sum_{i=1}^{2} \frac{\partial f}{\partial x_i}\frac{\mathrm dx_i}{\mathrm dt}.`,
  ),
  p(
    raw`Write down both factors, each in the shape that the product needs, and then multiply the two. You may leave $x_1$ and $x_2$ in the answer; whoever substitutes $x_1 = t\cos(3t)$ and $x_2 = t\sin(2t)$ at once finds the same function of $t$, but a longer one.`,
  ),
  answer(
    'path',
    'outer',
    raw`(a)  $\partial f / \partial x =$`,
    { kind: 'matrix' },
    { hint: 'You choose the shape: rows and columns count.', name: 'partial f by partial x' },
  ),
  answer(
    'path',
    'inner',
    raw`(b)  $\partial x / \partial t =$`,
    { kind: 'matrix' },
    { hint: 'You choose the shape: rows and columns count.', name: 'partial x by partial t' },
  ),
  answer(
    'path',
    'product',
    raw`(c)  $\mathrm dh / \mathrm dt =$`,
    { kind: 'expression' },
    { name: 'd h by d t', points: 1 },
  ),
]);

const jacobian = problem(3, 'Jacobian of a linear map', [
  p(
    raw`Let $f(x) = Ax$ with $A = \begin{pmatrix} -3 & 1 & 4 \\ 2 & 0 & -5 \end{pmatrix}$ and $x \in \mathbb R^3$. In the numerator layout the Jacobian of a map from $\mathbb R^n$ to $\mathbb R^m$ has $m$ rows and $n$ columns, $(\partial f/\partial x)_{ij} = \partial f_i / \partial x_j$.`,
  ),
  answer(
    'jacobian',
    'size',
    '(a)  Shape:',
    { kind: 'shape' },
    { hint: 'For example 2x3.', name: 'shape of the Jacobian', points: 1 },
  ),
  answer(
    'jacobian',
    'J',
    raw`(b)  $\partial f / \partial x =$`,
    { kind: 'matrix' },
    { name: 'partial f by partial x' },
  ),
]);

const least = problem(4, 'Gradient of a least-squares loss', [
  p(
    raw`Let $L(\theta) = \lVert y - \Phi\theta \rVert^2 + \lambda \lVert\theta\rVert^2$ with $\Phi \in \mathbb R^{N \times D}$, $\theta \in \mathbb R^D$, $y \in \mathbb R^N$ and $\lambda > 0$. Write the gradient as a formula in these symbols, then evaluate it for`,
  ),
  d(
    raw`\Phi = \begin{pmatrix} 1 & -2 \\ 0 & 3 \\ 2 & 1 \end{pmatrix}, \quad \theta = \begin{pmatrix} 1 \\ -2 \end{pmatrix}, \quad y = \begin{pmatrix} 4 \\ -1 \\ 0 \end{pmatrix}, \quad \lambda = 2.`,
  ),
  answer(
    'least',
    'formula',
    raw`(a)  $\partial L / \partial \theta =$`,
    { kind: 'expression' },
    { hint: raw`A formula in $y$, $\Phi$, $\theta$ and $\lambda$.`, name: 'partial L by partial theta' },
  ),
  answer(
    'least',
    'numbers',
    raw`(b)  $\partial L / \partial \theta =$`,
    { kind: 'matrix' },
    { hint: '3 significant digits; round only at the end.', name: 'partial L by partial theta, numbers' },
  ),
  answer(
    'least',
    'table',
    raw`(c) Fill in $\partial K_{pq} / \partial R_{ij}$ for $K = R^\top R$ in each case.`,
    {
      kind: 'cases',
      rows: [
        { when: { formula: f(raw`j = p,\ p \ne q`), source: 'j=p, p!=q' } },
        { when: { formula: f(raw`j = q,\ p \ne q`), source: 'j=q, p!=q' } },
        { when: { formula: f('j = p = q'), source: 'j=p, p=q' } },
        { when: { formula: f(raw`\text{otherwise}`, 'otherwise'), source: 'otherwise' } },
      ],
    },
    { hint: 'In indexed entries of $R$.', points: 4, name: 'derivative of a Gram matrix' },
  ),
]);

const nodes = ['a', 'b', 'c', 'd', 'g', 'f'].map((id) => ({
  id,
  label: f(id),
  uses: 0,
  asked: ['value', 'adjoint'] as const,
}));

const trace = problem(5, 'Trace of a function with two branches', [
  p(
    raw`Let $f(x) = \sqrt{x^2 + \exp(x^2)} + \cos(x^2 + \exp(x^2))$ and $x = 0.7$. With $a = x^2$, $b = \exp(a)$, $c = a + b$, $d = \sqrt{c}$, $g = \cos(c)$ and $f = d + g$ the derivative is collected backwards: $\overline{c} = \overline{d}\,\dfrac{\partial d}{\partial c} + \overline{g}\,\dfrac{\partial g}{\partial c}$, where $\overline{w} = \partial f / \partial w$ is the adjoint of the node $w$.`,
  ),
  answer(
    'trace',
    't',
    'Fill in the values and the adjoints.',
    { kind: 'trace', nodes, columns: ['value', 'adjoint'] },
    { hint: '4 significant digits; round only at the end.', points: 12, name: 'backpropagation trace' },
  ),
]);

const option = (id: string, latex: string): { readonly id: string; readonly blocks: Blocks } => ({
  id,
  blocks: [p(`$${latex}$`)],
});

const concepts = problem(6, 'Which is the derivative?', [
  p(raw`Let $f(x) = (3x^2 + 5)^4$ and $\sigma(z) = \dfrac{1}{1 + e^{-z}}$.`),
  answer(
    'pick',
    'pick',
    raw`(a) Which of these is $f'(x)$?`,
    {
      kind: 'choice',
      many: false,
      options: [
        option('k1', raw`24x(3x^2 + 5)^3`),
        option('k2', raw`4(3x^2 + 5)^3`),
        option('k3', raw`24x(3x^2 + 5)^4`),
        option('k4', raw`4(6x)^3`),
      ],
    },
    { name: 'f prime of x', points: 1 },
  ),
  answer(
    'order',
    'proof',
    '(b) Put the lines into the order of a proof that the Jacobian of $Ax$ is $A$. A line may not belong at all.',
    {
      kind: 'ordering',
      lines: [
        { id: 'l1', blocks: [p(raw`Hence $\partial f_i / \partial x_k = A_{ik}$.`)] },
        {
          id: 'l2',
          blocks: [p(raw`Let $f(x) = Ax$ with $A \in \mathbb R^{m \times n}$. Then $f_i(x) = \sum_j A_{ij} x_j$.`)],
        },
        { id: 'l3', blocks: [p(raw`By the product rule, $\partial f_i / \partial x_k = A_{ik} + x_k$.`)] },
        {
          id: 'l4',
          blocks: [
            p(
              raw`Differentiate the sum term by term, $\partial f_i / \partial x_k = \sum_j A_{ij}\, \partial x_j / \partial x_k$, where $\partial x_j/\partial x_k = \delta_{jk}$.`,
            ),
          ],
        },
      ],
    },
    { points: 3, name: 'order of the proof' },
  ),
  answer(
    'wrong',
    'line',
    '(c) Which is the first line that does not follow from the one above?',
    {
      kind: 'find-error',
      none: true,
      lines: [
        [p(raw`With $e = y - \Phi\theta$ we have $L = e^\top e$.`)],
        [p(raw`Hence $\partial L / \partial e = 2e^\top$.`)],
        [p(raw`Further, $\partial e / \partial \theta = \Phi$.`)],
        [p(raw`So $\partial L / \partial \theta = 2(y - \Phi\theta)^\top \Phi$.`)],
      ],
    },
    { points: 2, name: 'first wrong line' },
  ),
  answer(
    'show',
    'd',
    raw`(d) Show that $\sigma'(z) = \sigma(z)\bigl(1 - \sigma(z)\bigr)$, one step per line.`,
    { kind: 'derivation', lines: 4 },
    { points: 4, name: 'derivative of the sigmoid' },
  ),
  answer(
    'why',
    'text',
    '(e) Why does reverse mode need one sweep for all partial derivatives?',
    { kind: 'essay', lines: 4 },
    { points: 3, name: 'why one sweep' },
  ),
  answer(
    'value',
    'n',
    raw`(f)  $\sigma'(0) =$`,
    { kind: 'number' },
    { hint: 'A fraction or a decimal.', points: 1, name: 'sigma prime of zero' },
  ),
  answer(
    'hess',
    'T',
    raw`(g)  $\partial^2 (x, xy) / \partial (x,y)^2 =$`,
    { kind: 'tensor' },
    { name: 'second derivative' },
  ),
]);

/** A realistic paper: six problems, every kind of answer field. */
export const samplePaper: Doc = {
  kind: 'paper',
  lang: 'en',
  title: 'Homework 1: Gradients',
  course: 'Vector Calculus for Machine Learning',
  student: 'Ada Lovelace',
  variantCode: 'K7QF-2M9D',
  page: 'a4',
  answerSheet: { assignment: 'hw1', student: 's001', attempt: 1 },
  blocks: [
    {
      kind: 'marks',
      rows: [4, 5, 3, 8, 12, 16].map((points, index) => ({ label: String(index + 1), points })),
      total: 48,
    },
    p(
      'Answer in the numerator layout. You may write numbers as fractions; round only where it is asked, and only at the end. Work that is shown can earn partial credit, so keep the intermediate steps of longer derivations on the page.',
    ),
    ...partials,
    ...path,
    ...jacobian,
    ...least,
    ...trace,
    ...concepts,
  ],
};

const row = (left: string | undefined, relation: string, right: string, note: string) => ({
  ...(left === undefined ? {} : { left: f(left) }),
  relation: f(relation),
  right: f(right),
  note: t(note),
});

/** A key with derivations (one too wide for the page) and a filled trace. */
export const sampleKey: Doc = {
  kind: 'key',
  lang: 'en',
  title: 'Homework 1: Solutions',
  course: 'Vector Calculus for Machine Learning',
  student: 'Ada Lovelace',
  variantCode: 'K7QF-2M9D',
  page: 'letter',
  blocks: [
    h(2, 'Problem 1. Partial derivatives of a composition'),
    p(raw`With $u = 3x^2 + 7y^3$ the chain rule gives`),
    {
      kind: 'derivation',
      rows: [
        row(
          raw`\frac{\partial f}{\partial x}`,
          '=',
          raw`\cos(3x^2 + 7y^3) \cdot \frac{\partial}{\partial x}\bigl(3x^2 + 7y^3\bigr)`,
          'chain rule',
        ),
        row(
          undefined,
          '=',
          raw`\cos(3x^2 + 7y^3) \cdot \left(\frac{\partial\, 3x^2}{\partial x} + \frac{\partial\, 7y^3}{\partial x}\right)`,
          'sum rule',
        ),
        row(undefined, '=', raw`6x\cos(3x^2 + 7y^3)`, 'power rule; $y$ is held constant'),
      ],
    },
    p('A derivation whose lines are too long for the page is broken at its signs, and continues behind the relation:'),
    {
      kind: 'derivation',
      rows: [
        row(
          raw`\frac{\mathrm dh}{\mathrm dt}`,
          '=',
          raw`2x_2^2\exp(2x_1x_2^2)\,\bigl(\cos(3t) - 3t\sin(3t)\bigr) + 4x_1x_2\exp(2x_1x_2^2)\,\bigl(\sin(2t) + 2t\cos(2t)\bigr) + \bigl(t\cos(3t)\bigr)^2 + \exp\bigl(2t\cos(3t)\,t^2\sin^2(2t)\bigr) + 2x_2^2\exp(2x_1x_2^2)`,
          raw`product of the row $\partial f/\partial x$ and the column $\partial x/\partial t$`,
        ),
        row(
          undefined,
          '=',
          raw`2\exp(2x_1x_2^2)\Bigl(x_2^2\bigl(\cos(3t) - 3t\sin(3t)\bigr) + 2x_1x_2\bigl(\sin(2t) + 2t\cos(2t)\bigr)\Bigr)`,
          'factor out',
        ),
      ],
    },
    h(2, 'Problem 4. Least squares'),
    d(
      raw`\frac{\partial L}{\partial\theta} = -2(y - \Phi\theta)^\top\Phi + 2\lambda\theta^\top = \begin{pmatrix} -6 & 38 \end{pmatrix} + \begin{pmatrix} 4 & -8 \end{pmatrix} = \begin{pmatrix} -2 & 30 \end{pmatrix} + \begin{pmatrix} 0 & 0 \end{pmatrix} + \begin{pmatrix} 0 & 0 \end{pmatrix} = \begin{pmatrix} -2 & 30 \end{pmatrix}`,
    ),
    h(2, 'Problem 5. Trace'),
    {
      kind: 'table',
      caption: t('Values and adjoints at $x = 0.7$.'),
      header: [t('Node'), t('Formula'), t('Value'), t('Adjoint')],
      rowHeaders: true,
      rows: [
        [t('$a$'), t('$x^2$'), t('0.4900'), t(raw`$\overline{b}\exp(a) + \overline{c} = -0.7413$`)],
        [t('$b$'), t(raw`$\exp(a)$`), t('1.632'), t(raw`$\overline{c} = -0.5041$`)],
        [t('$c$'), t('$a + b$'), t('2.122'), t(raw`$\overline{d}\,\frac{1}{2\sqrt{c}} - \overline{g}\sin(c)$`)],
        [t('$d$'), t(raw`$\sqrt{c}$`), t('1.457'), t('1')],
        [t('$g$'), t(raw`$\cos(c)$`), t('−0.5237'), t('1')],
        [t('$f$'), t('$d + g$'), t('0.9332'), t('1')],
      ],
    },
    h(3, 'Why the adjoint of a node is a sum'),
    {
      kind: 'list',
      ordered: true,
      items: [
        [
          p(
            raw`Every use of a node contributes once, $\overline{c} = \sum_{k} \overline{w}_k\, \partial w_k / \partial c$.`,
          ),
        ],
        [
          p(
            'Forgetting one path gives a wrong adjoint for the node and for all nodes below it, which is the most common slip in hand-written traces; the sum over all uses is what reverse mode accumulates, one use at a time.',
          ),
        ],
      ],
    },
    {
      kind: 'figure',
      alt: 'Computation graph: a feeds b and c; b feeds c.',
      caption: t('The upper part of the graph.'),
      width: 220,
      height: 70,
      shapes: [
        { kind: 'ellipse', cx: 30, cy: 35, rx: 14, ry: 14, filled: false },
        { kind: 'ellipse', cx: 110, cy: 18, rx: 14, ry: 14, filled: false },
        { kind: 'ellipse', cx: 190, cy: 35, rx: 14, ry: 14, filled: false },
        { kind: 'label', x: 30, y: 35, size: 10.95, formula: f('a') },
        { kind: 'label', x: 110, y: 18, size: 10.95, formula: f('b') },
        { kind: 'label', x: 190, y: 35, size: 10.95, formula: f('c') },
        { kind: 'line', x1: 44, y1: 32, x2: 96, y2: 21, dashed: false, arrow: true },
        { kind: 'line', x1: 124, y1: 21, x2: 176, y2: 32, dashed: false, arrow: true },
        { kind: 'line', x1: 44, y1: 38, x2: 176, y2: 38, dashed: true, arrow: true },
      ],
    },
  ],
};

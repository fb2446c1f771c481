/**
 * An assignment made by hand with every kind of box and with content that breaks careless writers. It depends on no
 * template, printer or draw, so its export changes only when exports do.
 */
import type { AlsoAnswer, FieldKey, PublicField } from '../../../src/answers/contract.ts';
import { NO_TEXT, plainText, type RichText } from '../../../src/answers/rich-text.ts';
import type { Blocks } from '../../../src/document/doc.ts';
import type { ExportBundle, ExportItem, ExportVariant, ForeseenAnswer } from '../../../src/exports/contract.ts';
import { parseCondition, parseExpression, type Scope } from '../../../src/expr/parse/parse.ts';
import type { Node } from '../../../src/ir/node.ts';
import { SCALAR, type Shape, shapeOf } from '../../../src/ir/shape.ts';

const scope = (names: Readonly<Record<string, Shape>>): Scope => ({
  declarations: new Map(Object.entries(names).map(([name, shape]) => [name, { name, shape }])),
  mode: 'closed',
});

export function expression(source: string, names: Readonly<Record<string, Shape>> = {}): Node {
  const parsed = parseExpression(source, scope(names));
  if (!parsed.ok) throw new Error(`${source}: ${parsed.error.message}`);
  return parsed.value;
}

export const tex = (latex: string): RichText => [{ kind: 'math', latex, speech: latex, display: false }];
const label = tex;

export interface FieldSpec {
  readonly public: PublicField;
  readonly key: FieldKey;
}

/** A field with everything that is not said left at its usual value. */
export function field(
  type: PublicField['type'],
  answer: Node | null,
  more: Partial<PublicField> = {},
  key: Partial<FieldKey> = {},
): FieldSpec {
  const id = more.id ?? 'a';
  return {
    public: {
      id,
      type,
      question: NO_TEXT,
      label: NO_TEXT,
      points: 1,
      variables: [],
      rounding: { kind: 'exact' },
      mayBe: { zero: false, undefined: false },
      gridShape: null,
      freedom: 'none',
      trace: [],
      items: [],
      many: false,
      rubric: [],
      length: '',
      ...more,
    },
    key: {
      id,
      answer,
      follows: null,
      derivation: null,
      domain: { ranges: new Map(), structures: new Map(), assume: [], sizes: new Map() },
      isDerivative: false,
      also: [],
      trace: [],
      right: [],
      cases: [],
      sample: NO_TEXT,
      ...key,
    },
  };
}

export function variant(
  code: string,
  statement: RichText,
  fields: readonly FieldSpec[],
  more: Partial<ExportVariant> = {},
): ExportVariant {
  return {
    code,
    public: {
      id: 'specimen',
      title: plainText('Specimen'),
      topic: 'test',
      level: 1,
      version: 1,
      variant: code,
      shared: null,
      statement,
      definitions: [],
      values: [],
      figure: null,
      fields: fields.map((f) => f.public),
    },
    key: { fields: fields.map((f) => f.key) },
    solution: SOLUTION,
    foreseen: [],
    options: [],
    images: [],
    ...more,
  };
}

const SOLUTION: Blocks = [
  { kind: 'paragraph', inlines: [{ kind: 'text', text: 'Worked: if a < b & c > d, "quote" ]]> end.' }] },
  {
    kind: 'derivation',
    rows: [
      {
        left: { latex: 'f', speech: 'f' },
        relation: { latex: '=', speech: 'equals' },
        right: { latex: 'x < 1', speech: 'x less than 1' },
        note: [{ kind: 'text', text: 'as given' }],
      },
    ],
  },
];

export const item = (
  id: string,
  points: number,
  variants: readonly ExportVariant[],
  title = `Item ${id}`,
): ExportItem => ({ id, title: plainText(title), points, variants });

export const bundle = (items: readonly ExportItem[], more: Partial<ExportBundle> = {}): ExportBundle => ({
  assignment: 'specimen',
  title: 'Specimen',
  locale: 'en',
  items,
  ...more,
});

/** Words and TeX with every character that means something to XML, HTML, MathJax, Moodle or a spreadsheet. */
export const HOSTILE_WORDS =
  '=1+1 ]]> & < > " \' {1:NUMERICAL:=3:0} {#1} }~#%50% \\ a/b $$x$$ \\(y\\) Żółć 数学 עברית 😀\u0000\u000b end';
export const HOSTILE_TEX = 'a<b \\& \\{x\\} \\text{]]>} "q" {#2} {1:NM:=1} \\# \\% x~y \\\\';

const also = (answer: Node, says: string, credit = 0): AlsoAnswer => ({ answer, credit, says });
const X = { x: SCALAR, y: SCALAR };
const XY = [
  { name: 'x', shape: SCALAR },
  { name: 'y', shape: SCALAR },
];
const foreseen = (field: string, answer: string, message: string, credit = 0): ForeseenAnswer => ({
  field,
  answer: expression(answer, X),
  credit,
  message: plainText(message),
});

const PNG = Uint8Array.from([
  137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 58, 126, 155, 85,
  0, 0, 0, 10, 73, 68, 65, 84, 120, 156, 99, 96, 0, 0, 0, 2, 0, 1, 72, 175, 164, 113, 0, 0, 0, 0, 73, 69, 78, 68, 174,
  66, 96, 130,
]);

const numbers = (): readonly ExportItem[] => [
  item('lone-number', 2, [
    variant('N-1', tex('8\\pi'), [
      field(
        'number',
        expression('8*pi'),
        { rounding: { kind: 'digits', digits: 3 } },
        {
          also: [
            also(expression('4*pi'), 'Half of it: the factor 2 of $x^2$ is missing & more', 0.5),
            also(expression('pi'), 'Third part', 0.34),
          ],
        },
      ),
    ]),
    variant('N-2', tex('1/3'), [field('number', expression('1/3'))]),
    variant('N-3', tex('0'), [
      field('number', expression('0'), {
        rounding: { kind: 'decimals', decimals: 2 },
        mayBe: { zero: true, undefined: false },
      }),
    ]),
    variant('N-4', tex('10^{-9}'), [
      field('number', expression('-3/10^9'), { rounding: { kind: 'relative', tolerance: 0.01 } }),
    ]),
  ]),
  item('matrix', 4, [
    variant('M-1', tex('A'), [
      field('matrix', expression('[1, 0; -2.5, 1000]'), {
        label: label('A'),
        gridShape: shapeOf([2, 2]),
        rounding: { kind: 'digits', digits: 3 },
      }),
    ]),
    variant('M-2', tex('A'), [
      field(
        'matrix',
        expression('[1/3, 2/7; exp(-3), sqrt(2)]'),
        { label: label('A') },
        { also: [also(expression('[1/3, exp(-3); 2/7, sqrt(2)]'), 'The transpose')] },
      ),
    ]),
  ]),
  item('freedoms', 5, [
    variant('F-1', tex('\\lambda'), [
      field('matrix', expression('[5; -1; 2]'), { id: 'order', freedom: 'any-order', points: 2 }),
      field('matrix', expression('[0; -2; 4]'), { id: 'sign', freedom: 'sign' }),
      field('matrix', expression('[0; -2; 4]'), { id: 'scale', freedom: 'scale' }),
      field('matrix', expression('[0; -2; 4]'), { id: 'positive', freedom: 'positive-scale' }),
    ]),
  ]),
];

const formulas = (): readonly ExportItem[] => [
  item('formula', 3, [
    variant(
      'E-1',
      tex('x^2 y + \\sin x'),
      [
        field('expression', expression('2*x*y + cos(x)', X), { id: 'dx', variables: XY, label: label('f_x') }),
        field('expression', expression('x^2', X), { id: 'dy', variables: XY }),
      ],
      {
        foreseen: [
          foreseen('dx', '2*x*y - cos(x)', 'The derivative of sin is cos, not −cos.'),
          foreseen('dx', 'x*y + cos(x)', 'The factor 2 is missing.'),
          foreseen('dy', '2*x', 'y is held constant.', 0.5),
        ],
      },
    ),
    variant('E-2', tex('\\ln x'), [
      field(
        'expression',
        expression('log(x)', X),
        { id: 'dx', variables: XY },
        {
          domain: {
            ranges: new Map([
              ['x', [0, 1]],
              ['y', [3, 3.2]],
            ]),
            structures: new Map(),
            assume: [],
            sizes: new Map(),
          },
        },
      ),
      field(
        'expression',
        expression('y/x', X),
        { id: 'dy', variables: XY },
        { domain: { ranges: new Map(), structures: new Map(), assume: [condition('x > 1')], sizes: new Map() } },
      ),
    ]),
  ]),
  item('matrix-formula', 2, [
    variant('G-1', tex('A x'), [
      field('matrix', expression("x'*(A+A')", { x: shapeOf(['n', 1]), A: shapeOf(['n', 'n']) }), {
        variables: [
          { name: 'x', shape: shapeOf(['n', 1]) },
          { name: 'A', shape: shapeOf(['n', 'n']) },
        ],
      }),
    ]),
  ]),
];

function condition(source: string): FieldKey['domain']['assume'][number] {
  const parsed = parseCondition(source, scope(X));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

const traces = (): readonly ExportItem[] => [
  item('trace', 7, [
    variant('T-1', tex('f'), [
      field(
        'trace',
        null,
        {
          rounding: { kind: 'digits', digits: 4 },
          trace: [
            { id: 'a', value: true, adjoint: true, uses: 0 },
            { id: 'f', value: true, adjoint: true, uses: 0 },
            { id: 'w', value: false, adjoint: true, uses: 2 },
          ],
        },
        {
          trace: [
            { id: 'a', local: expression('x', X), value: [0.64], adjoint: [-1.2345678], shape: [], uses: [] },
            { id: 'f', local: expression('x', X), value: [3, -4], adjoint: [1, 0], shape: [1, 2], uses: [] },
            {
              id: 'w',
              local: expression('x', X),
              value: [2],
              adjoint: [5],
              shape: [],
              uses: [
                { through: 'a', value: [2] },
                { through: 'f', value: [3] },
              ],
            },
          ],
        },
      ),
    ]),
  ]),
];

const options = (texts: readonly RichText[]): PublicField['items'] =>
  texts.map((text, k) => ({ id: `k${k + 1}`, text }));

const choices = (): readonly ExportItem[] => [
  item('choice', 1, [
    variant(
      'C-1',
      plainText(HOSTILE_WORDS),
      [
        field(
          'choice',
          null,
          { items: options([tex(HOSTILE_TEX), plainText(HOSTILE_WORDS), tex('2x'), plainText('= x')]) },
          { right: ['k2'] },
        ),
      ],
      {
        options: [{ field: 'a', option: 'k1', message: plainText(HOSTILE_WORDS) }],
      },
    ),
  ]),
  item('choice-many', 2, [
    variant('C-2', plainText('Pick'), [
      field(
        'choice',
        null,
        { many: true, items: options([tex('1'), tex('2'), tex('3'), tex('4'), tex('5')]) },
        { right: ['k1', 'k3', 'k4'] },
      ),
    ]),
  ]),
  item('find-error', 1, [
    variant('L-1', plainText('Lines'), [
      field('find-error', null, { many: true, items: options([tex('a = b'), tex('b = c')]) }, { right: [] }),
    ]),
  ]),
  item('mixed', 8, [
    variant(
      'X-1',
      tex(HOSTILE_TEX),
      [
        field(
          'choice',
          null,
          {
            id: 'one',
            items: options([tex(HOSTILE_TEX), plainText(HOSTILE_WORDS), plainText('%50%half'), plainText('plain')]),
            points: 2,
          },
          { right: ['k2'] },
        ),
        field(
          'choice',
          null,
          { id: 'many', many: true, items: options([tex('1'), plainText('two'), tex('3')]), points: 2 },
          { right: ['k1', 'k2'] },
        ),
        field('shape', expression('A', { A: shapeOf([2, 3]) }), { id: 'shape' }),
        field('shape', expression('K', { K: shapeOf(['m', 'n']) }), { id: 'letters' }),
        field(
          'cases',
          null,
          {
            id: 'cases',
            items: [
              { id: 'c1', text: tex('x < 0') },
              { id: 'c2', text: tex('x > 0') },
            ],
          },
          {
            cases: [
              { when: null, value: expression('-x', X) },
              { when: null, value: expression('x', X) },
            ],
          },
        ),
        field('number', expression('DNE'), { id: 'none', mayBe: { zero: false, undefined: true } }),
      ],
      { options: [{ field: 'one', option: 'k4', message: plainText(HOSTILE_WORDS) }] },
    ),
  ]),
];

const others = (): readonly ExportItem[] => [
  item('essay', 7, [
    variant('S-1', plainText('Explain.'), [
      field('number', expression('2'), { id: 'n' }),
      field(
        'essay',
        null,
        {
          id: 'text',
          points: 6,
          length: '120 to 250 words',
          rubric: [{ criterion: plainText('Why <so>'), levels: [plainText('not said'), tex('\\lambda_{\\max}')] }],
        },
        { sample: plainText('Since & so.') },
      ),
    ]),
  ]),
  item('ordering', 4, [
    variant('O-1', plainText('Order'), [
      field(
        'ordering',
        null,
        { items: options([tex('c'), tex('a'), tex('d'), tex('b')]) },
        { right: ['k2', 'k4', 'k1', 'k3'] },
      ),
    ]),
  ]),
  item('ordering-extra', 3, [
    variant('O-2', plainText('Order'), [
      field('ordering', null, { items: options([tex('b'), tex('z'), tex('a')]) }, { right: ['k3', 'k1'] }),
    ]),
  ]),
  item(
    'slash/and & "title"',
    1,
    [
      variant('H-1', plainText('Picture'), [field('number', expression('5'))], {
        images: [{ name: 'dot.png', alt: 'a "dot" <1>', bytes: PNG }],
      }),
    ],
    `=1+1 ]]> ${'Ж'.repeat(200)}`,
  ),
];

/** Every kind of box, every question type. */
export const specimen = (): ExportBundle =>
  bundle([...numbers(), ...formulas(), ...traces(), ...choices(), ...others()], {
    assignment: 'specimen',
    title: 'Specimen: <all> & "kinds"',
  });

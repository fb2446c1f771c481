import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ExportBundle, ExportResult } from '../../src/exports/contract.ts';
import { moodleXml } from '../../src/exports/moodle-xml.ts';
import { bundleOf, lectureCatalogue, shippedCatalogue } from './support/bundles.ts';
import { decode, readCloze } from './support/cloze-reader.ts';
import { child, children, type MoodleQuestion, readQuestions, readXml, textOf } from './support/moodle-reader.ts';
import {
  bundle,
  expression,
  field,
  HOSTILE_TEX,
  HOSTILE_WORDS,
  item,
  specimen,
  tex,
  variant,
} from './support/specimen.ts';

const POINTS = { expressions: 'points', strict: false } as const;
const write = (b: ExportBundle): Promise<ExportResult> => moodleXml.write(b, POINTS);
const xmlOf = (result: ExportResult): string => {
  const content = result.files[0]?.content;
  if (typeof content !== 'string') throw new Error('no text');
  return content;
};
const questionsOf = async (b: ExportBundle): Promise<readonly MoodleQuestion[]> => readQuestions(xmlOf(await write(b)));
const only = async (...args: Parameters<typeof variant>): Promise<MoodleQuestion> => {
  const [question] = await questionsOf(bundle([item('only', 4, [variant(...args)])]));
  if (question === undefined) throw new Error('no question');
  return question;
};

/** Moodle's own list of shares; any other makes the importer refuse the file. */
const SHARES = [
  0, 5, 10, 11.11111, 12.5, 14.28571, 16.66667, 20, 25, 30, 33.33333, 40, 50, 60, 66.66667, 70, 75, 80, 83.33333, 90,
  100,
];

const catalogues = [
  { name: 'specimen', made: specimen },
  { name: 'lecture templates', made: () => bundleOf(lectureCatalogue(), 3) },
  { name: 'shipped problems', made: () => bundleOf(shippedCatalogue(), 3) },
  { name: 'lecture templates in German', made: () => bundleOf(lectureCatalogue(), 1, 'de') },
];

describe.each(catalogues)('what Moodle refuses or misreads does not occur: $name', ({ made }) => {
  const ready = write(made());
  const all = ready.then((r) => readQuestions(xmlOf(r)));

  it('is XML for libxml too', async () => {
    if (spawnSync('xmllint', ['--version']).error !== undefined)
      throw new Error('xmllint is missing: install libxml2-utils');
    const source = xmlOf(await ready);
    expect(() => execFileSync('xmllint', ['--nonet', '--noout', '-'], { input: source })).not.toThrow();
  });

  it('gives every question a name, a mark, a category and an identifier of its own', async () => {
    const questions = await all;
    expect(questions.length).toBeGreaterThan(10);
    for (const q of questions) {
      expect(q.name.length).toBeGreaterThan(0);
      expect(q.name.length).toBeLessThanOrEqual(255);
      expect(q.idnumber.length).toBeLessThanOrEqual(100);
      expect(q.grade).toBeGreaterThan(0);
      expect(q.category).toMatch(/^\$course\$\/top\/[^/]/);
    }
    expect(new Set(questions.map((q) => `${q.category} ${q.idnumber}`)).size).toBe(questions.length);
  });

  it('uses shares from the list only, one of them full, and tolerances above 0', async () => {
    for (const q of await all) {
      for (const answers of answerSets(q)) {
        for (const a of answers) expect(SHARES).toContain(Math.abs(a.percent));
        const positive = answers.filter((a) => a.percent > 0).reduce((s, a) => s + a.percent, 0);
        expect(Math.max(...answers.map((a) => a.percent)) === 100 || Math.abs(positive - 100) < 0.001).toBe(true);
        for (const a of answers) {
          if (a.tolerance === null) continue;
          expect(a.tolerance).toBeGreaterThan(0);
          expect(a.value).toMatch(/^-?\d+(\.\d+)?$/);
          expect(a.value.replace(/\D/g, '').replace(/^0+/, '').length).toBeLessThanOrEqual(17);
        }
      }
    }
  });

  it('leaves nothing of the boxes in the words around them', async () => {
    for (const q of await all) {
      if (q.type !== 'cloze') continue;
      const { boxes, words } = readCloze(q.text);
      expect(boxes.length).toBeGreaterThan(0);
      for (const w of words) expect(w).not.toMatch(/\{#\d|\{\d*:[A-Z]|=[-\d.]+:[\d.]+\}/);
    }
  });

  it('has the worked solution as general feedback', async () => {
    for (const q of await all) expect(textOf(q.node, 'generalfeedback')).toContain('<');
  });
});

interface AnswerShare {
  readonly percent: number;
  readonly tolerance: number | null;
  readonly value: string;
}

/** The answers that share one mark: of the question, or of each box. */
function answerSets(q: MoodleQuestion): readonly (readonly AnswerShare[])[] {
  if (q.type === 'cloze')
    return readCloze(q.text).boxes.map((b) =>
      b.answers.map((a) => ({ percent: a.percent, tolerance: a.tolerance, value: a.text })),
    );
  if (q.type !== 'numerical' && q.type !== 'multichoice') return [];
  const answers = children(q.node, 'answer').map((a) => {
    const tolerance = child(a, 'tolerance')?.text;
    return {
      percent: Number(a.attributes.fraction),
      tolerance: tolerance === undefined ? null : Number(tolerance),
      value: child(a, 'text')?.text ?? '',
    };
  });
  return [answers];
}

describe('content that breaks careless writers', () => {
  const clean = HOSTILE_WORDS.replaceAll('\u0000', '').replaceAll('\u000b', '');
  /** As a browser shows it: tags gone, entities decoded. */
  const shown = (html: string): string => decodeHtml(html.replaceAll(/<[^>]*>/g, ''));
  const decodeHtml = (html: string): string =>
    html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

  it('comes back from the statement and the options as it went in', async () => {
    const q = await only(
      'V',
      [{ kind: 'text', text: HOSTILE_WORDS }],
      [
        field(
          'choice',
          null,
          {
            items: [
              { id: 'k1', text: [{ kind: 'text', text: HOSTILE_WORDS }] },
              { id: 'k2', text: tex(HOSTILE_TEX) },
            ],
          },
          { right: ['k1'] },
        ),
      ],
    );
    expect(shown(q.text).trim()).toBe(clean);
    const texts = children(q.node, 'answer').map((a) => shown(child(a, 'text')?.text ?? ''));
    expect(texts[0]).toBe(clean);
    expect(texts[1]?.replaceAll(/\s/g, '')).toBe(`\\(${HOSTILE_TEX}\\)`.replaceAll(/\s/g, ''));
  });

  it('comes back from embedded options and their feedback', async () => {
    const spec = specimen();
    const question = (await questionsOf(spec)).find((q) => q.idnumber === 'mixed.X-1');
    const [options] = readCloze(question?.text ?? '').boxes;
    expect(options?.answers.length).toBe(4);
    expect(shown(options?.answers[1]?.text ?? '')).toBe(clean);
    expect(options?.answers[1]?.percent).toBe(100);
    expect(shown(options?.answers[0]?.text ?? '').replaceAll(/\s/g, '')).toBe(
      `\\(${HOSTILE_TEX}\\)`.replaceAll(/\s/g, ''),
    );
    expect(options?.answers[2]?.text).toBe('%50%half');
    expect(options?.answers[2]?.percent).toBe(0);
    expect(shown(options?.answers[3]?.feedback ?? '')).toBe(clean);
  });

  it('sets no words as mathematics and takes no words for boxes', async () => {
    const q = await only(
      'V',
      [{ kind: 'text', text: HOSTILE_WORDS }],
      [field('number', expression('1')), field('number', expression('2'), { id: 'b' })],
    );
    expect(readCloze(q.text).boxes.length).toBe(2);
    expect(q.text).not.toContain('$$');
    expect(q.text).not.toContain('\\(y');
  });

  it('cuts a long title at a whole character, and keeps pools and slashes of names apart', async () => {
    const long = bundle(
      [item('a/b', 1, [variant('V', [], [field('number', expression('1'))])], `=1+1 ${'😀'.repeat(200)}`)],
      { assignment: 'x/y' },
    );
    const [q] = await questionsOf(long);
    expect(q?.category).toBe('$course$/top/x//y/a//b');
    expect(!/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(q?.name ?? '')).toBe(true);
    expect(q?.name.endsWith('(V)')).toBe(true);
  });

  it('embeds pictures in the field that shows them', async () => {
    const picture = (await questionsOf(specimen())).find((q) => q.category.endsWith('title"'));
    const body = picture === undefined ? undefined : child(picture.node, 'questiontext');
    const file = body === undefined ? undefined : child(body, 'file');
    expect(file?.attributes).toMatchObject({ name: 'dot.png', path: '/', encoding: 'base64' });
    expect(
      [...Buffer.from(file?.text ?? '', 'base64').subarray(1, 4)].map((c) => String.fromCharCode(c)).join(''),
    ).toBe('PNG');
    expect(Buffer.from(file?.text ?? '', 'base64').length).toBe(67);
    expect(body === undefined ? '' : (child(body, 'text')?.text ?? '')).toContain('@@PLUGINFILE@@/dot.png');
  });

  it('decodes as this reader does: a reader that is wrong would let everything pass', () => {
    const { boxes, words } = readCloze('a{2:MULTICHOICE_V:%0%\\}x&amp;lt;~%100%y\\#z#f&#126;g}b{:NM:=3:0.5}');
    expect(words).toEqual(['a', 'b', '']);
    expect(boxes).toEqual([
      {
        weight: 2,
        type: 'MULTICHOICE_V',
        answers: [
          { percent: 0, text: '}x&lt;', tolerance: null, feedback: '' },
          { percent: 100, text: 'y#z', tolerance: null, feedback: 'f~g' },
        ],
      },
      { weight: 1, type: 'NM', answers: [{ percent: 100, text: '3:0.5', tolerance: null, feedback: '' }] },
    ]);
    expect(decode('\\}&amp;#')).toBe('}&#');
  });
});

describe('keys and tolerances', () => {
  const lone = async (key: string, rounding: Parameters<typeof field>[2]): Promise<AnswerShare | undefined> => {
    const q = await only('V', [], [field('number', expression(key), rounding)]);
    return answerSets(q)[0]?.[0];
  };

  it('are numbers, never formulas: 8π is no 8', async () => {
    expect((await lone('8*pi', {}))?.value).toBe('25.132741228718');
    expect((await lone('-3/10^9', {}))?.value).toBe('-0.000000003');
  });

  it.each([
    ['25.13', { kind: 'digits', digits: 3 }, 0.05],
    ['0.001', { kind: 'digits', digits: 3 }, 0.000005],
    ['1000', { kind: 'digits', digits: 3 }, 5],
    ['7', { kind: 'decimals', decimals: 2 }, 0.005],
    ['-200', { kind: 'relative', tolerance: 0.01 }, 2],
    ['0', { kind: 'absolute', tolerance: 0.25 }, 0.25],
    ['0', { kind: 'absolute', tolerance: 0 }, 1e-9],
    ['3/8', { kind: 'exact' }, 1e-7],
    ['1/3', { kind: 'exact' }, 0.00005],
  ] as const)('%s within %o is ± %d', async (key, rounding, tolerance) => {
    const found = await lone(key, { rounding });
    expect(found?.tolerance).toBeGreaterThanOrEqual(tolerance * (1 - 1e-12) * (key === '3/8' ? 0.375 : 1));
    expect(found?.tolerance).toBeLessThanOrEqual(tolerance * (1 + 1e-6));
  });

  it('judge the zero of a matrix at the size of its largest entry', async () => {
    const q = await only(
      'V',
      [],
      [field('matrix', expression('[0, 100]'), { rounding: { kind: 'digits', digits: 3 } })],
    );
    expect(readCloze(q.text).boxes.map((b) => Number(b.answers[0]?.tolerance?.toPrecision(6)))).toEqual([0.5, 0.5]);
  });

  it('name a foreseen wrong answer where it differs, with its share from the list', async () => {
    const [q] = await questionsOf(specimen());
    const answers = q === undefined ? [] : children(q.node, 'answer');
    expect(answers.map((a) => a.attributes.fraction)).toEqual(['100', '50', '33.33333']);
    expect(textOf(answers[1] ?? readXml('<a/>'), 'feedback')).toContain('factor 2');
  });

  it('say DNE where no number exists', async () => {
    const q = await only('V', [], [field('number', expression('DNE'), { mayBe: { zero: false, undefined: true } })]);
    expect(readCloze(q.text).boxes[0]?.answers.map((a) => a.text)).toContain('DNE');
  });
});

describe('marks', () => {
  it('are weights in the proportion of the points, summing to the item’s where they can', async () => {
    const two = [
      field('number', expression('1'), { id: 'a', points: 3 }),
      field('matrix', expression('[1, 2; 3, 4]'), { id: 'b', points: 1 }),
    ];
    const q = await only('V', [], two);
    // 3 : 1, the one shared by four boxes: 12 + 4 × 1.
    expect(readCloze(q.text).boxes.map((b) => b.weight)).toEqual([12, 1, 1, 1, 1]);
    const even = await only(
      'V',
      [],
      [field('number', expression('1'), { id: 'a' }), field('number', expression('2'), { id: 'b' })],
    );
    expect(readCloze(even.text).boxes.map((b) => b.weight)).toEqual([2, 2]);
  });

  it('say so when the sum is another than the points', async () => {
    const three = bundle([item('t', 2, [variant('V', [], [field('matrix', expression('[1, 2, 3]'))])])]);
    const { losses } = await write(three);
    expect(losses.filter((l) => l.what === 'marks').map((l) => l.instead)).toEqual([
      'the question counts 3: give its place in the quiz 2 marks, which scales it',
    ]);
  });
});

describe('formulas', () => {
  const formula = (key: string, more: Parameters<typeof variant>[3] = {}): ExportBundle =>
    bundle([
      item('f', 3, [
        variant(
          'V',
          [],
          [
            field('expression', expression(key, { x: [], y: [] }), {
              variables: [
                { name: 'x', shape: [] },
                { name: 'y', shape: [] },
              ],
            }),
          ],
          more,
        ),
      ]),
    ]);

  it('become values at three points that tell foreseen mistakes from the key', async () => {
    const [q] = await questionsOf(
      formula('2*x*y + cos(x)', {
        foreseen: [
          {
            field: 'a',
            answer: expression('2*x*y - cos(x)', { x: [], y: [] }),
            credit: 0,
            message: [{ kind: 'text', text: 'sign' }],
          },
        ],
      }),
    );
    const { boxes } = readCloze(q?.text ?? '');
    expect(boxes.length).toBe(3);
    expect(boxes.some((b) => b.answers.some((a) => a.feedback === 'sign'))).toBe(true);
    const points = [...(q?.text ?? '').matchAll(/\\\(x = (-?[\d.]+)\\\), \\\(y = (-?[\d.]+)\\\)/g)];
    expect(points.length).toBe(3);
    points.forEach((p, k) => {
      const [x, y] = [Number(p[1]), Number(p[2])];
      expect(Number(boxes[k]?.answers[0]?.text)).toBeCloseTo(2 * x * y + Math.cos(x), 10);
    });
  });

  it('are left out by name when asked to, or when no point can be given', async () => {
    const refused = await moodleXml.write(formula('x'), { expressions: 'refuse', strict: false });
    expect(readQuestions(xmlOf(refused))).toEqual([]);
    expect(refused.losses).toMatchObject([{ item: 'f', field: 'a', what: 'left-out' }]);
    const nowhere = await write(formula('log(-1-x^2)'));
    expect(nowhere.losses.map((l) => l.what)).toEqual(['left-out']);
  });

  it('stay inside the declared range', async () => {
    const found = (await questionsOf(specimen())).find((q) => q.idnumber === 'formula.E-2');
    const xs = [...(found?.text ?? '').matchAll(/x = ([\d.]+)\\\), \\\(y = ([\d.]+)/g)].map((m) => [
      Number(m[1]),
      Number(m[2]),
    ]);
    expect(xs.length).toBe(6);
    for (const [x = 0, y = 0] of xs.slice(0, 3)) expect(x > 0 && x < 1 && y > 3 && y < 3.2).toBe(true);
    for (const [x = 0] of xs.slice(3)) expect(x).toBeGreaterThan(1);
  });
});

describe('losses', () => {
  it('make a strict export unacceptable, and none leaves it acceptable', async () => {
    const lossless = bundle([
      item('c', 1, [
        variant(
          'V',
          [],
          [
            field(
              'choice',
              null,
              {
                items: [
                  { id: 'k1', text: tex('1') },
                  { id: 'k2', text: tex('2') },
                ],
              },
              { right: ['k1'] },
            ),
          ],
        ),
      ]),
    ]);
    expect(await moodleXml.write(lossless, { expressions: 'points', strict: true })).toMatchObject({
      losses: [],
      accepted: true,
    });
    expect((await moodleXml.write(specimen(), { expressions: 'points', strict: true })).accepted).toBe(false);
    expect((await write(specimen())).accepted).toBe(true);
  });

  it('count the variants they concern', async () => {
    const { losses } = await write(specimen());
    const digits = losses.find((l) => l.item === 'lone-number' && l.detail.startsWith('fractions and constants'));
    expect(digits?.variants).toBe(4);
  });

  it('name the parts that are drawn apart', async () => {
    const result = await write(specimen());
    expect(result.losses.find((l) => l.what === 'variant-pairing')?.item).toBe('essay');
    const categories = readQuestions(xmlOf(result)).map((q) => q.category);
    expect(categories).toContain('$course$/top/specimen/essay');
    expect(categories).toContain('$course$/top/specimen/essay/text');
  });
});

it('gives the same bytes for the same assignment', async () => {
  expect(xmlOf(await write(specimen()))).toBe(xmlOf(await write(specimen())));
});

it('gives a person who marks an essay the rubric and the sample', async () => {
  const essay = (await questionsOf(specimen())).find((q) => q.type === 'essay');
  expect(essay?.grade).toBe(6);
  const info = essay === undefined ? '' : textOf(essay.node, 'graderinfo');
  expect(info).toContain('Why &lt;so&gt;');
  expect(info).toContain('Since &amp; so.');
  expect(essay === undefined ? '' : child(essay.node, 'minwordlimit')?.text).toBe('120');
  expect(essay?.text).not.toContain('Since');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Inlines } from '../../../src/document/doc.ts';
import { type Line, setParagraph } from '../../../src/document/pdf/paragraph.ts';
import { type LayoutIssue, type Setter, typesettingTools } from '../../../src/document/pdf/setter.ts';
import { stringsFor } from '../../../src/document/strings/strings.ts';
import { fonts } from '../support/assets.ts';
import { t } from '../support/sample.ts';

async function setter(issues: LayoutIssue[] = []): Promise<Setter> {
  return {
    library: await fonts(),
    ...(await typesettingTools('en')),
    strings: stringsFor({ lang: 'en' }),
    report: (issue) => issues.push(issue),
  };
}

/** Code points of the words of lines, without spaces and hyphenation. */
function lettersOf(lines: readonly Line[]): string {
  return lines
    .flatMap((line) => line.fragments)
    .map((part) =>
      part.kind === 'words'
        ? part.words
            .flatMap((word) => word.glyphs.flatMap((glyph) => glyph.codePoints))
            .map((point) => String.fromCodePoint(point))
            .join('')
        : '#',
    )
    .join('');
}

const source =
  'Let $f(x, y) = 3x^2y$ be differentiable; the Jacobian collects all first-order partial derivatives, and the chain rule multiplies Jacobians, $J_{h} = J_{f} J_{g}$, in the order of composition.';

test('justified lines reach the margin, the last one keeps its length', async () => {
  const lines = setParagraph(t(source), await setter(), { width: 250, size: 10.95, align: 'justify' });
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines.slice(0, -1)) expect(line.width).toBeCloseTo(250, 1);
  expect(lines.at(-1)?.width).toBeLessThan(250);
});

test('any text at any width: nothing lost, nothing twice, no line too wide unless reported', async () => {
  const piece = fc.oneof(
    fc.constantFrom('the', 'gradient', 'of', 'differentiation', 'well-posed', 'a', 'Jacobian,'),
    fc.constantFrom('$x$', '$a + b = c$', '$\\frac{a}{b}$.', '($y$)'),
  );
  const ready = await setter();
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 60, max: 460 }),
      fc.constantFrom('justify', 'left'),
      (pieces, width, align) => {
        const issues: LayoutIssue[] = [];
        const inlines: Inlines = t(pieces.join(' '));
        const lines = setParagraph(
          inlines,
          { ...ready, report: (issue) => issues.push(issue) },
          { width, size: 10.95, align },
        );
        const wanted = inlines
          .map((inline) => (inline.kind === 'text' ? inline.text.replace(/\s/g, '') : '#'))
          .join('');
        // A formula on two lines counts as often as it has lines.
        expect(lettersOf(lines).replace(/#+/g, '#')).toBe(wanted.replace(/#+/g, '#'));
        if (issues.length === 0) for (const line of lines) expect(line.width).toBeLessThan(width + 1);
      },
    ),
    { numRuns: 150, seed: 7 },
  );
});

test('a word is hyphenated only where lines would gape', async () => {
  const ready = await setter();
  const wide = setParagraph(t('differentiation of compositions'), ready, { width: 400, size: 10.95, align: 'justify' });
  expect(wide).toHaveLength(1);
  const narrow = setParagraph(
    t('Notwithstanding incomprehensible differentiability considerations throughout'),
    ready,
    { width: 120, size: 10.95, align: 'justify' },
  );
  expect(
    narrow.flatMap((line) => line.fragments).some((part) => part.kind === 'words' && part.hyphenAt !== undefined),
  ).toBe(true);
});

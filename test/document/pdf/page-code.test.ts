import fc from 'fast-check';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { pageCodeText, readPageCode } from '../../../src/document/page-code.ts';
import { renderPdf } from '../../../src/document/pdf/render.ts';
import { fonts } from '../support/assets.ts';
import { pagePictures } from '../support/picture.ts';
import { samplePaper } from '../support/sample.ts';

const decode = jsqr.default;

/** The corner with the code: a decoder takes seconds for whole pages. */
function lowerRight(page: PNG): PNG {
  const [width, height] = [Math.round(page.width / 4), Math.round(page.height / 7)];
  const corner = new PNG({ width, height });
  PNG.bitblt(page, corner, page.width - width, page.height - height, width, height, 0, 0);
  return corner;
}

test.each(['a4', 'letter'] as const)('on %s, every page says in its code whose page it is', async (page) => {
  const { bytes, pages } = await renderPdf({ ...samplePaper, page }, await fonts());
  const pictures = pagePictures(bytes, 150);
  expect(pictures).toHaveLength(pages);
  const codes = pictures.map((picture) => {
    const { data, width, height } = lowerRight(picture);
    return decode(new Uint8ClampedArray(data), width, height)?.data ?? '';
  });
  expect(codes.map(readPageCode)).toEqual(
    codes.map((_, index) => ({
      assignment: 'hw1',
      student: 's001',
      attempt: 1,
      variant: 'K7QF-2M9D',
      page: index + 1,
      pages,
    })),
  );
});

test('any ids survive the code; nothing else is taken for one', () => {
  const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const count = fc.integer({ min: 1, max: 999 });
  fc.assert(
    fc.property(id, id, count, count, count, (assignment, student, attempt, page, pages) => {
      const text = pageCodeText({ assignment, student, attempt }, 'K7QF-2M9D', page, pages);
      expect(readPageCode(text)).toEqual({ assignment, student, attempt, variant: 'K7QF-2M9D', page, pages });
    }),
  );
  for (const other of [
    '',
    'https://example.org',
    'GRADUS1',
    'GRADUS1 hw1 s001 one K7QF 1/2',
    'GRADUS1 %zz s001 1 K7QF 1/2',
  ])
    expect(readPageCode(other)).toBeUndefined();
});

/** Formulas on targets that cannot judge them: boxes for their values at given points, or left out by name. */
import type { FieldKey, PublicField } from '../answers/contract.ts';
import { NO_TEXT, plainText, type RichText } from '../answers/rich-text.ts';
import { latexName, spokenName } from '../expr/print/names.ts';
import { rational } from '../ir/rational.ts';
import type { ExportOptions, ForeseenAnswer } from './contract.ts';
import { decimalText, toleranceOf } from './numbers.ts';
import { type Cell, type FieldPart, type ForeseenValue, leftOut, type Place } from './parts.ts';
import { type SamplePoint, type Sampling, type SamplingFailure, samplePoints } from './sample-points.ts';
import type { ExportStrings } from './strings.ts';

const ROUNDING = { kind: 'digits', digits: 4 } as const;

const REASONS: Readonly<Record<SamplingFailure, string>> = {
  assumption: 'answers are compared where an equation holds, which no point with short decimals meets',
  structure: 'a matrix of the declared structure has no short decimals',
  'too-many-entries': 'its value has more entries than anybody would type',
  'no-point': 'no point gives it a value of readable size',
};

export function formulaPart(
  seed: string,
  field: PublicField,
  key: FieldKey,
  foreseen: readonly ForeseenAnswer[],
  options: ExportOptions,
  s: ExportStrings,
): FieldPart {
  const absent = 'the field is not in the file';
  if (options.expressions === 'refuse')
    return leftOut({ detail: 'formulas cannot be compared by equivalence', instead: absent });
  if (field.freedom !== 'none')
    return leftOut({
      detail: `formulas that are right up to ${field.freedom.replace('-', ' ')} have no value to compare`,
      instead: absent,
    });
  const sampling = samplePoints(
    seed,
    field,
    key,
    foreseen.map((f) => f.answer),
  );
  if (typeof sampling === 'string')
    return leftOut({ detail: `a formula that cannot be asked at points: ${REASONS[sampling]}`, instead: absent });
  const header = [s.point, s.valueThere].map(plainText);
  const cells = sampling.points.length * (sampling.points[0]?.value.entries.length ?? 1);
  const rows = sampling.points.map((p, k): readonly Place[] => [
    { kind: 'label', text: pointText(p) },
    { kind: 'cells', rows: boxes(p, k, cells, foreseen) },
  ]);
  const unlike = foreseen.length - sampling.told;
  return {
    part: {
      kind: 'numbers',
      notes: [
        s.formulaAt,
        ...(sampling.sizes.length > 0
          ? [`${s.sizes}: ${sampling.sizes.map(([n, d]) => `${n} = ${d}`).join(', ')}.`]
          : []),
        s.numberForm,
      ],
      grids: [{ caption: NO_TEXT, header, rows }],
    },
    losses: [
      {
        what: 'equivalence',
        detail: 'the formula itself is not handed in',
        instead: 'its values at given points, to 4 significant digits',
      },
      ...(isLone(sampling)
        ? []
        : [
            {
              what: 'shape-freedom' as const,
              detail: 'the boxes show the shape of the answer',
              instead: 'one box per entry',
            },
          ]),
      ...(unlike > 0
        ? [
            {
              what: 'feedback' as const,
              detail: `${unlike} foreseen wrong formulas have the value of the right one at every point, or another shape`,
              instead: 'they are not recognised',
            },
          ]
        : []),
    ],
  };
}

const isLone = (s: Sampling): boolean => s.points.every((p) => p.value.entries.length === 1);

function boxes(
  p: SamplePoint,
  k: number,
  cells: number,
  foreseen: readonly ForeseenAnswer[],
): readonly (readonly Cell[])[] {
  const scale = Math.max(...p.value.entries.map(Math.abs));
  const made = p.value.entries.map((value, e): Cell => {
    const tolerance = toleranceOf(value, ROUNDING, scale);
    const named: ForeseenValue[] = [];
    foreseen.forEach((f, i) => {
      const at = p.foreseen[i]?.entries[e];
      if (at === undefined) return;
      const own = toleranceOf(at, ROUNDING, scale);
      if (Math.abs(at - value) <= own + tolerance || named.some((n) => Math.abs(n.value - at) <= own + n.tolerance))
        return;
      named.push({ value: at, tolerance: own, credit: f.credit, message: f.message });
    });
    const id = p.value.entries.length === 1 ? `point ${k + 1}` : `point ${k + 1}.${e + 1}`;
    return { id, share: rational(1n, BigInt(cells)), content: { kind: 'number', value, tolerance, foreseen: named } };
  });
  const columns = p.value.shape.length >= 1 ? (p.value.shape.at(-1) ?? 1) : 1;
  return Array.from({ length: made.length / columns }, (_, i) => made.slice(i * columns, (i + 1) * columns));
}

/** x = 1.3, A = (2 −1; 0 3) */
function pointText(p: SamplePoint): RichText {
  return p.inputs.flatMap((i, k): RichText => {
    const numbers = i.entries.map(decimalText);
    const columns = i.shape.length === 0 ? 1 : (i.shape.at(-1) ?? 1);
    const rows = Array.from({ length: numbers.length / columns }, (_, r) =>
      numbers.slice(r * columns, (r + 1) * columns),
    );
    const value =
      i.shape.length === 0
        ? (numbers[0] ?? '')
        : `\\begin{pmatrix} ${rows.map((r) => r.join(' & ')).join(' \\\\ ')} \\end{pmatrix}`;
    const spoken = i.shape.length === 0 ? value : rows.map((r) => r.join(', ')).join('; ');
    const math = {
      kind: 'math' as const,
      latex: `${latexName(i.name)} = ${value}`,
      speech: `${spokenName(i.name)} equals ${spoken}`,
      display: false,
    };
    return k === 0 ? [math] : [{ kind: 'text', text: ', ' }, math];
  });
}

/** One student's feedback as a Doc: verdict, what was read, what went wrong, and how the marks came about. */
import type { Judgement, PublicField } from '../../answers/contract.ts';
import type { Block, Blocks, Doc, Formula, Inline, Inlines, Language } from '../doc.ts';
import { type Strings, stringsFor } from '../strings/strings.ts';
import { fieldLetter } from './letters.ts';
import { itemTitle, type PaperItem, rounded } from './paper.ts';
import { richInlines } from './rich.ts';

/** How much a student is told (assignment, `feedback`). */
export type FeedbackLevel = 'marks' | 'hints' | 'full';

export interface FeedbackField {
  readonly field: PublicField;
  readonly judgement: Judgement;
  readonly score: number;
  readonly max: number;
  /** What the student typed, as text. */
  readonly raw: string;
  /** How it was read, typeset; null when it could not be read as a formula. */
  readonly readAs: Formula | null;
  /** The right answer; null where the level keeps it back, or where it is no formula. */
  readonly right: Formula | null;
  /** The cells of a trace as they were filled in; empty for other answers. */
  readonly cells: readonly FilledRow[];
}

/** A node of a trace with what the student wrote: column and raw text, in the order of the paper. */
export interface FilledRow {
  readonly node: Formula;
  readonly id: string;
  readonly cells: readonly { readonly column: string; readonly raw: string }[];
}

export interface FeedbackItem {
  readonly item: PaperItem;
  readonly score: number;
  readonly fields: readonly FeedbackField[];
  /** Worked solution; empty where the level keeps it back. */
  readonly solution: Blocks;
}

export interface FeedbackHeader {
  readonly title: string;
  readonly course: string;
  readonly lang: Language;
  readonly texts?: Strings;
  readonly page: 'a4' | 'letter';
  readonly student: string;
  readonly variantCode: string;
  readonly level: FeedbackLevel;
}

export function buildFeedback(header: FeedbackHeader, items: readonly FeedbackItem[]): Doc {
  const strings = stringsFor(header);
  const total = items.reduce((s, i) => s + i.item.points, 0);
  return {
    kind: 'feedback',
    lang: header.lang,
    ...(header.texts === undefined ? {} : { texts: header.texts }),
    title: header.title,
    course: header.course,
    student: header.student,
    variantCode: header.variantCode,
    page: header.page,
    blocks: [
      {
        kind: 'marks',
        rows: items.map((i, k) => ({ label: `${k + 1}`, points: i.item.points, earned: rounded(i.score) })),
        total,
      },
      ...items.flatMap((i, k) => itemBlocks(i, k, header.level, strings)),
    ],
  };
}

const text = (t: string): Inline => ({ kind: 'text', text: t });
const strong = (t: string): Inline => ({ kind: 'strong', inlines: [text(t)] });
const points = (n: number): string => `${rounded(n)}`;

function itemBlocks(
  { item, score, fields, solution }: FeedbackItem,
  k: number,
  level: FeedbackLevel,
  strings: Strings,
): Blocks {
  const head = itemTitle(item, k, strings.earned(points(score), points(item.points)), strings);
  return [
    { kind: 'heading', level: 2, inlines: head },
    ...fields.map((f, i) => fieldBlock(f, i, level, strings)),
    ...(solution.length === 0
      ? []
      : [{ kind: 'heading', level: 3, inlines: [text(strings.solution)] } as const, ...solution]),
  ];
}

function verdictText(f: FeedbackField, strings: Strings): string {
  return f.judgement.verdict === 'different' && f.score > 0
    ? strings.partlyRight
    : strings.verdict[f.judgement.verdict];
}

function fieldBlock(f: FeedbackField, i: number, level: FeedbackLevel, strings: Strings): Block {
  const { judgement } = f;
  const head: Inlines = [
    strong(`(${fieldLetter(i)}) `),
    ...richInlines(f.field.label.length > 0 ? f.field.label : f.field.question),
    text(' — '),
    strong(verdictText(f, strings)),
    text(`, ${strings.earned(points(f.score), points(f.max))}`),
  ];
  const blocks: Block[] = [{ kind: 'paragraph', inlines: head }];
  if (level === 'marks') return { kind: 'group', keepTogether: true, blocks };
  if (f.cells.length > 0) blocks.push(filledTable(f, strings));
  else if (f.raw.trim() !== '') blocks.push({ kind: 'paragraph', inlines: answerLine(f, strings) });
  // The verdict already says that a right answer is right.
  const said = strings.outcome[judgement.code] ?? judgement.message;
  const message = judgement.verdict === 'equal' && judgement.code === 'right' ? '' : said;
  const told = [message, ...judgement.misconceptions.slice(0, 2).map((m) => m.message)].filter((m) => m !== '');
  for (const sentence of new Set(told)) blocks.push({ kind: 'paragraph', inlines: [text(sentence)] });
  const wrong = f.cells.length > 0 ? [] : judgement.parts.filter((p) => p.verdict !== 'equal' && p.message !== '');
  if (wrong.length > 0)
    blocks.push({
      kind: 'list',
      ordered: false,
      items: wrong.map((p) => [
        { kind: 'paragraph', inlines: [strong(`${p.id}: `), text(strings.outcome[p.code] ?? p.message)] },
      ]),
    });
  if (level === 'full' && f.right && judgement.verdict !== 'equal') {
    blocks.push({
      kind: 'paragraph',
      inlines: [text(`${strings.rightAnswer}: `), { kind: 'formula', formula: f.right }],
    });
  }
  if (level === 'full' && judgement.log.length > 1 && f.score < f.max) blocks.push(logTable(f, strings));
  return { kind: 'group', keepTogether: true, blocks };
}

/** The student's own table, each cell with its verdict. */
function filledTable({ judgement, cells }: FeedbackField, strings: Strings): Block {
  const columns = [...new Set(cells.flatMap((row) => row.cells.map((c) => c.column)))];
  const verdictOf = (id: string): string => {
    const part = judgement.parts.find((p) => p.id === id);
    if (part === undefined) return '';
    const said = strings.outcome[part.code] ?? part.message;
    return part.code === 'right' || part.code === 'value' || said === '' ? strings.verdict[part.verdict] : said;
  };
  return {
    kind: 'table',
    caption: [text(strings.yourAnswer)],
    header: [[text(strings.node)], ...columns.map((c) => [text(c)])],
    rows: cells.map((row) => [
      [{ kind: 'formula', formula: row.node } as const],
      ...columns.map((column): Inlines => {
        const cell = row.cells.find((c) => c.column === column);
        if (cell === undefined) return [];
        const id = `${row.id}.${Object.entries(strings.traceColumn).find(([, name]) => name === column)?.[0] ?? ''}`;
        const verdict = verdictOf(id);
        const typed: Inlines = cell.raw.trim() === '' ? [] : [{ kind: 'code', text: cell.raw }, text(' ')];
        return verdict === '' ? typed : [...typed, text(verdict)];
      }),
    ]),
    rowHeaders: true,
  };
}

function answerLine(f: FeedbackField, strings: Strings): Inlines {
  const typed: Inline[] = [
    text(`${strings.yourAnswer}: `),
    { kind: 'code', text: f.raw.length > 160 ? `${f.raw.slice(0, 160)}…` : f.raw },
  ];
  return f.readAs === null
    ? typed
    : [...typed, text(`. ${strings.readAs} `), { kind: 'formula', formula: f.readAs }, text('.')];
}

/** The credit log: every line with its amount, so that the mark can be added up by hand. */
function logTable({ judgement, max }: FeedbackField, strings: Strings): Block {
  return {
    kind: 'table',
    caption: [text(strings.log)],
    header: [[text(strings.answer)], [text(strings.pointsShort)]],
    rows: judgement.log.map((line) => [
      [text(line.evidence === '' ? line.code : line.evidence)],
      [text(points(line.amount * max))],
    ]),
    rowHeaders: false,
  };
}

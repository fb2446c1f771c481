/** Judges the cases, counts by source, and writes the table. */
import { compareText } from '../../src/expr/equivalent/batch.ts';
import type { PeerLine } from './peers.ts';
import { reasons } from './reasons.ts';
import type { Case, Verdict, Wanted } from './rows.ts';

export interface Line {
  readonly group: string;
  readonly source: string;
  readonly cases: number;
  readonly right: number;
  readonly falseAccept: number;
  readonly falseReject: number;
  readonly undecided: number;
  readonly invalid: number;
  /** Not as recorded, but right by our rule: the source has another. */
  readonly otherRule: number;
}

/** A verdict that is not the one wanted, with its cause. Holds the id alone, never the row. */
export interface Miss {
  readonly id: string;
  readonly group: string;
  readonly wanted: Wanted;
  readonly verdict: Verdict;
  readonly code: string;
  readonly reason: string;
}

export interface Accuracy {
  readonly lines: readonly Line[];
  readonly misses: readonly Miss[];
}

type Column = 'right' | 'falseAccept' | 'falseReject' | 'undecided' | 'invalid' | 'otherRule';

export function judge(cases: readonly Case[]): Accuracy {
  const lines = new Map<string, { -readonly [K in keyof Line]: Line[K] }>();
  const misses: Miss[] = [];
  for (const c of cases) {
    const key = `${c.group} ${c.source}`;
    const line = lines.get(key) ?? {
      group: c.group,
      source: c.source,
      cases: 0,
      right: 0,
      falseAccept: 0,
      falseReject: 0,
      undecided: 0,
      invalid: 0,
      otherRule: 0,
    };
    lines.set(key, line);
    const found = compareText(c.request);
    const reason = reasons.get(c.id);
    const met = columnOf(found.verdict, c.wanted);
    const column = met !== 'right' && reason?.rule === true ? 'otherRule' : met;
    line.cases += 1;
    line[column] += 1;
    if (column === 'right') continue;
    misses.push({
      id: c.id,
      group: c.group,
      wanted: c.wanted,
      verdict: found.verdict,
      code: found.code,
      reason: reason?.cause ?? 'not explained',
    });
  }
  return { lines: [...lines.values()], misses };
}

function columnOf(verdict: Verdict, wanted: Wanted): Column {
  if (verdict === wanted || (wanted === 'not equal' && verdict !== 'equal')) return 'right';
  if (verdict === 'undecided' || verdict === 'invalid') return verdict;
  return verdict === 'equal' ? 'falseAccept' : 'falseReject';
}

const total = (lines: readonly Line[], column: Column | 'cases'): number => lines.reduce((n, l) => n + l[column], 0);

/** `docs/accuracy.md`. */
export function accuracyPage({ lines, misses }: Accuracy, peers: readonly PeerLine[]): string {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const numbers = (ls: readonly Line[]): readonly number[] =>
    (['cases', 'right', 'falseAccept', 'falseReject', 'undecided', 'invalid', 'otherRule'] as const).map((c) =>
      total(ls, c),
    );
  const groups = [...new Set(lines.map((l) => l.group))];
  return [
    '# Accuracy',
    '',
    'Verdicts of `gradus compare` on test cases of other systems, translated into one syntax and verified apart from Gradus',
    '(equalities with 100 digits at 68 and more real points). The cases are data of those projects and are not part of this',
    'one: `scripts/corpora.mjs` reads them from the folder that `GRADUS_CORPORA` names and writes this page and',
    '`test/data/accuracy.json`; where the folder exists the tests judge every case again and hold this record.',
    '',
    '- **False accept**: called equal though different. **False reject**: called different though equal.',
    '- **Undecided** goes to a person and costs the student nothing. **Invalid** is refused with a hint and costs nothing.',
    '- *near misses* differ by less than 10⁻⁶ relatively; *perturbed numbers* have one number moved by 10⁻⁷ to 10⁻² ;',
    '  *domain*: formulas with different real domains (the contract calls them different), and again with all names positive;',
    '  *beyond the language*: functions Gradus does not have, where the right verdict is a refusal; *nowhere real*: no',
    '  truth over the reals, so anything but equality; *hostile*: texts written to break a parser.',
    '- **Other rule**: the source judges by another rule than ours, and by ours the verdict is right.',
    '',
    row(['Group', 'Source', 'Cases', 'Right', 'False accept', 'False reject', 'Undecided', 'Invalid', 'Other rule']),
    row(['---', '---', ...Array.from({ length: 7 }, () => '---:')]),
    ...groups.flatMap((g) => lines.filter((l) => l.group === g).map((l) => row([l.group, l.source, ...numbers([l])]))),
    row(['**all**', '', ...numbers(lines).map((n) => `**${n}**`)]),
    '',
    '## Every miss and its cause',
    '',
    ...(misses.length === 0
      ? ['None.']
      : [
          row(['Case', 'Group', 'Wanted', 'Verdict', 'Cause']),
          row(['---', '---', '---', '---', '---']),
          ...misses.map((m) => row([m.id, m.group, m.wanted, `${m.verdict} (${m.code})`, m.reason])),
        ]),
    '',
    '## Others on the same cases',
    '',
    'Judged on the groups *equality* and *near misses* by `node scripts/corpora.mjs --peers` with the peers of',
    '`bench/peers`; each pair has ten seconds. A: false accepts, R: false rejects, U: undecided, E: errors and time-outs.',
    '',
    ...peerTable(lines, peers),
    '',
    '## Others as recorded',
    '',
    'On the full set of which these cases are a part: 1,895 pairs, 180 of them unequal, two busy cores, Node 20.',
    '',
    row(['', 'False accept', 'False reject', 'Undecided', 'Error or time-out', 'Median ms']),
    row(['---', '---:', '---:', '---:', '---:', '---:']),
    ...others.map(row),
    '',
  ].join('\n');
}

const PLAIN_GROUPS = ['equality', 'near misses'];

/** A row for each source, a column for each system. */
function peerTable(lines: readonly Line[], peers: readonly PeerLine[]): readonly string[] {
  const ours = lines.filter((l) => PLAIN_GROUPS.includes(l.group));
  const sources = [...new Set(ours.map((l) => l.source))];
  const names = [...new Set(peers.map((p) => p.peer))];
  const told = (of: readonly Omit<PeerLine, 'peer' | 'source' | 'cases'>[]): string => {
    const sum = (key: 'falseAccept' | 'falseReject' | 'undecided' | 'error'): number =>
      of.reduce((n, l) => n + l[key], 0);
    return `A ${sum('falseAccept')} · R ${sum('falseReject')} · U ${sum('undecided')} · E ${sum('error')}`;
  };
  const own = (of: readonly Line[]): string => told(of.map((l) => ({ ...l, error: l.invalid })));
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const rowOf = (label: string, which: (source: string) => boolean): string =>
    line([
      label,
      total(
        ours.filter((l) => which(l.source)),
        'cases',
      ),
      own(ours.filter((l) => which(l.source))),
      ...names.map((n) => told(peers.filter((p) => p.peer === n && which(p.source)))),
    ]);
  return [
    line(['Source', 'Cases', 'Gradus', ...names]),
    line(['---', '---:', ...Array.from({ length: names.length + 1 }, () => '---')]),
    ...sources.map((s) => rowOf(s, (source) => source === s)),
    rowOf('**all**', () => true),
  ];
}

const others: readonly (readonly string[])[] = [
  ['mathjs 15.2, 8 random points, 10⁻⁹', '5', '22', '0', '0', '0.07'],
  ['math-expressions 2.0.0-alpha93 `equals`', '1', '27', '0', '3', '13.4'],
  ['KAS 2.2.3 `compare`', '2', '80', '0', '34', '0.64'],
  ['compute-engine 0.140 `isIdenticallyEqual`', '4', '0', '186', '0', '1.6'],
  ['nerdamer 1.1.13 `eq`', '0', '622', '0', '10', '0.24'],
  ['SymPy 1.14 `simplify(a-b)==0`', '0', '101', '0', '8', '2.1'],
];

/** The record as it is kept: stable order and formatting, one line per source and miss. */
export function accuracyRecord(accuracy: Accuracy): string {
  const list = (items: readonly unknown[]): string =>
    `[\n${items.map((x) => `    ${JSON.stringify(x)}`).join(',\n')}\n  ]`;
  return `{\n  "lines": ${list(accuracy.lines)},\n  "misses": ${list(accuracy.misses)}\n}\n`;
}

/** Verdicts of other systems on the plain pairs, counted by source. */
import type { Case } from './rows.ts';

export interface PeerLine {
  readonly peer: string;
  readonly source: string;
  readonly cases: number;
  readonly falseAccept: number;
  readonly falseReject: number;
  readonly undecided: number;
  /** Refused, thrown, or no verdict in ten seconds. */
  readonly error: number;
}

interface Told {
  readonly verdict: string;
  readonly ms: number;
}

const GROUPS = ['equality', 'near misses'];

/** One line for each source; null where the peer is not installed. */
export async function judgePeer(
  id: string,
  label: string,
  cases: readonly Case[],
): Promise<readonly PeerLine[] | null> {
  const plain = cases.filter((c) => GROUPS.includes(c.group));
  const place = new URL('../../bench/peers/judge-all.mjs', import.meta.url).href;
  const { judgeAll }: { judgeAll: (id: string, pairs: readonly Case['request'][]) => Promise<readonly Told[] | null> } =
    await import(place);
  const told = await judgeAll(
    id,
    plain.map((c) => c.request),
  );
  if (told === null) return null;
  const lines = new Map<string, { -readonly [K in keyof PeerLine]: PeerLine[K] }>();
  for (const [k, c] of plain.entries()) {
    const line = lines.get(c.source) ?? {
      peer: label,
      source: c.source,
      cases: 0,
      falseAccept: 0,
      falseReject: 0,
      undecided: 0,
      error: 0,
    };
    lines.set(c.source, line);
    line.cases += 1;
    const verdict = told[k]?.verdict;
    if (verdict === 'undecided') line.undecided += 1;
    else if (verdict !== 'equal' && verdict !== 'different') line.error += 1;
    else if (verdict !== c.wanted) line[verdict === 'equal' ? 'falseAccept' : 'falseReject'] += 1;
  }
  return [...lines.values()];
}

/** The figure of a problem: what its paper shows, and what only its key may show. */
import type { TraceKeyNode } from '../../answers/contract.ts';
import { sym } from '../../ir/node.ts';
import type { PublicFigure } from '../../problem/problem-instance.ts';
import type { Figure } from '../doc.ts';
import { stringsFor, type Voice } from '../strings/strings.ts';
import { contourFigure } from './contours.ts';
import { curveFigure } from './curve.ts';
import { graphFigure } from './graph.ts';

/**
 * A figure without anything an answer could be read from: no gradient, no values and adjoints. Null where the
 * formula has not the variables such a figure needs.
 */
export function paperFigure(figure: PublicFigure, voice: Voice): Figure | null {
  return drawn(figure, voice, false);
}

/** The same figure with the gradient at the point. */
export function keyFigure(figure: PublicFigure, voice: Voice): Figure | null {
  return drawn(figure, voice, true);
}

function drawn({ kind, of, point, over, taylor, nodes }: PublicFigure, voice: Voice, solved: boolean): Figure | null {
  const strings = stringsFor(voice);
  const { lang } = voice;
  switch (kind) {
    case 'contours':
      return contourFigure(of, { point, gradient: solved, lang }, strings);
    case 'curve':
      return over === null ? null : curveFigure(of, { over, tangent: point?.[0] ?? null, taylor, lang }, strings);
    case 'graph':
      return graphFigure(nodes, lang, strings);
  }
}

/** The graph of a trace with its values, adjoints and what each use sends back. */
export function traceFigure(
  nodes: readonly TraceKeyNode[],
  inputs: ReadonlyMap<string, readonly number[]>,
  voice: Voice,
): Figure | null {
  const own = new Set(nodes.map((n) => n.id));
  const rest = [...inputs].filter(([id]) => !own.has(id));
  return graphFigure(
    [
      ...rest.map(([id, value]) => ({ id, local: sym(id), shown: { value, adjoint: null, uses: [] } })),
      ...nodes.map(({ id, local, value, adjoint, uses }) => ({
        id,
        local,
        shown: { value: inputs.get(id) ?? value, adjoint, uses },
      })),
    ],
    voice.lang,
    stringsFor(voice),
  );
}

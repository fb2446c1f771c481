/** The head of an arrow, alike on paper and on the page. */
const LENGTH = 6;
const TURN = 0.4;

type Line = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

/** Its three corners, the tip first; lengths in pt. */
export function arrowHead({ x1, y1, x2, y2 }: Line): readonly (readonly [number, number])[] {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const corner = (turn: number): readonly [number, number] => [
    Math.round((x2 - LENGTH * Math.cos(angle + turn)) * 100) / 100,
    Math.round((y2 - LENGTH * Math.sin(angle + turn)) * 100) / 100,
  ];
  return [[x2, y2], corner(TURN), corner(-TURN)];
}

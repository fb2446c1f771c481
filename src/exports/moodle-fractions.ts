/** The shares of a mark that Moodle's question bank knows; a file with any other is refused as a whole. */
const PERCENT = [
  '100',
  '90',
  '83.33333',
  '80',
  '75',
  '70',
  '66.66667',
  '60',
  '50',
  '40',
  '33.33333',
  '30',
  '25',
  '20',
  '16.66667',
  '14.28571',
  '12.5',
  '11.11111',
  '10',
  '5',
  '0',
] as const;

/** The known percentage nearest to a share between −1 and 1, as Moodle writes it. */
export function moodleFraction(share: number): string {
  const wanted = Math.min(1, Math.abs(share)) * 100;
  let best: string = PERCENT[0];
  for (const p of PERCENT) if (Math.abs(Number(p) - wanted) < Math.abs(Number(best) - wanted)) best = p;
  return share < 0 && best !== '0' ? `-${best}` : best;
}

/** Whether the share is in the list, up to the digits that Moodle keeps. */
export const isMoodleFraction = (share: number): boolean =>
  Math.abs(Math.abs(Number(moodleFraction(share))) - Math.abs(share) * 100) < 1e-4;

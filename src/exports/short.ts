/** Names within the limits of a platform. */

/** Cut at a whole character. */
export const shortened = (words: string, most: number): string =>
  words.length <= most ? words : `${[...words].slice(0, Math.max(0, most - 1)).join('')}…`.slice(-most);

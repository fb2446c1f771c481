/** Arrays that several operations give as smooth sample points. */
export const SQUARE = { shape: [2, 2], entries: [1, -2, 3, 0.5] } as const;
export const OTHER_SQUARE = { shape: [2, 2], entries: [0.3, 4, -1, 2] } as const;
export const WIDE = { shape: [2, 3], entries: [1, -2, 3, 0.5, 2, 7] } as const;
export const COLUMN = { shape: [2, 1], entries: [0.3, 4] } as const;

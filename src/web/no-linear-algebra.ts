/** Stands for `ml-matrix` in the page: reading a formula works nothing out. */
const unused = (): never => {
  throw new Error('the page does not evaluate');
};

export const inverse = unused;
export const determinant = unused;
export const Matrix = unused;

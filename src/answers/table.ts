/** The answer types, one file each. */
import { casesType } from './cases.ts';
import { choiceType, findErrorType, orderingType } from './choice.ts';
import type { AnswerType, AnswerTypeName } from './contract.ts';
import { derivationType } from './derivation.ts';
import { essayType } from './essay.ts';
import { expressionType } from './expression.ts';
import { matrixType, tensorType } from './matrix.ts';
import { numberType } from './number.ts';
import { shapeType } from './shape.ts';
import { traceType } from './trace.ts';

const all: readonly AnswerType[] = [
  numberType,
  expressionType,
  matrixType,
  tensorType,
  shapeType,
  casesType,
  traceType,
  derivationType,
  choiceType,
  orderingType,
  findErrorType,
  essayType,
];

export const answerTypes: ReadonlyMap<AnswerTypeName, AnswerType> = new Map(all.map((t) => [t.name, t]));

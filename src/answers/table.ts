/** The answer types, one file each. */
import { choiceType, findErrorType, orderingType } from './choice.ts';
import type { AnswerType, AnswerTypeName } from './contract.ts';
import { expressionType } from './expression.ts';
import { matrixType, tensorType } from './matrix.ts';
import { numberType } from './number.ts';
import { shapeType } from './shape.ts';
import { traceType } from './trace.ts';

const all: readonly AnswerType[] = [numberType, expressionType, matrixType, tensorType, shapeType, traceType, choiceType, orderingType, findErrorType];

export const answerTypes: ReadonlyMap<AnswerTypeName, AnswerType> = new Map(all.map((t) => [t.name, t]));

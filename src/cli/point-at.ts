import type { RequestFailure } from '../calculus/derive-request.ts';

/** A refusal with the place marked under the text, as compilers do. */
export function pointAt(failure: RequestFailure): string {
  const head = `gradus: ${failure.message} (${failure.code})\n`;
  if (failure.source === undefined || failure.position === undefined || failure.source.length > 200) return head;
  return `${head}  ${failure.source.replaceAll(/\s/g, ' ')}\n  ${' '.repeat(failure.position)}^\n`;
}

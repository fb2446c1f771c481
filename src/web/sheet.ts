/** What the page says of itself to its scripts: whose paper it is, and the messages in its language. */
type Messages = Readonly<Record<string, string>>;
export type Sheet = {
  readonly assignment: string;
  readonly student: string;
  readonly attempt: number;
  readonly messages: Messages;
};
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readSheet(): Sheet | undefined {
  const parsed: unknown = JSON.parse(document.getElementById('sheet')?.textContent ?? 'null');
  if (!isRecord(parsed) || !isRecord(parsed.messages)) return undefined;
  const messages = Object.fromEntries(Object.entries(parsed.messages).map(([name, text]) => [name, String(text)]));
  return {
    assignment: String(parsed.assignment),
    student: String(parsed.student),
    attempt: Number(parsed.attempt),
    messages,
  };
}

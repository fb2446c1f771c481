/** Identifiers that every package format takes: letters, digits and `_`, never a clash. */
import { sha256, toHex } from '../base/hash.ts';

/** The readable part of a name, and a hash of the whole, so that different names never meet. */
export function identifier(kind: string, name: string): string {
  const readable = name.replaceAll(/[^A-Za-z0-9]+/g, '_').slice(0, 60);
  return `${kind}_${readable}_${toHex(sha256(`${kind} ${name}`)).slice(0, 10)}`;
}

import { hmac } from '@noble/hashes/hmac';
import { sha256 as digest } from '@noble/hashes/sha2';

// Not node:crypto: the same code runs in the student's browser, without waiting for a promise.

/** Text is taken as UTF-8. */
export type Bytes = Uint8Array | string;

const encoder = new TextEncoder();

export function toBytes(data: Bytes): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : data;
}

/** SHA-256 (FIPS 180-4): 32 bytes. */
export function sha256(data: Bytes): Uint8Array {
  return digest(toBytes(data));
}

/** HMAC with SHA-256 (RFC 2104): 32 bytes, from which the key cannot be found. */
export function hmacSha256(key: Bytes, message: Bytes): Uint8Array {
  return hmac(digest, toBytes(key), toBytes(message));
}

/** Two lower-case hexadecimal digits per byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What we use of `subset-font`, which ships no types. */
declare module 'subset-font' {
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: {
      readonly targetFormat: 'woff2' | 'truetype';
      readonly noHinting?: boolean;
      readonly noLayoutClosure?: boolean;
    },
  ): Promise<Uint8Array>;
}

/** What we use of `subset-font`, which ships no types. */
declare module 'subset-font' {
  // biome-ignore lint/style/noDefaultExport: the package's own form
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: { readonly targetFormat: 'woff2' },
  ): Promise<Uint8Array>;
}

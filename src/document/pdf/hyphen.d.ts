/** What we use of `hyphen`, which ships no types for its language folders. */
declare module 'hyphen/en-us/index.js' {
  const language: { hyphenateSync(text: string): string };
  export default language;
}
declare module 'hyphen/de-1996/index.js' {
  const language: { hyphenateSync(text: string): string };
  export default language;
}

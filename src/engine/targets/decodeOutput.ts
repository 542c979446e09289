/** What a target sent as text: UTF-8, or a refusal that continues "The target …". */
export type DecodedOutput = { readonly text: string; readonly problem: null } | { readonly text: null; readonly problem: string };

/** Text in another encoding is refused rather than read wrongly: what it says would be compared with what is expected. */
export function decodeOutput(bytes: Uint8Array): DecodedOutput {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0);
  if (isUtf16) return { text: null, problem: 'answered in UTF-16 or with zero bytes. Answer in UTF-8.' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problem: null };
  } catch {
    return { text: null, problem: 'answered with bytes that are not UTF-8, as Latin-1 has them. Answer in UTF-8.' };
  }
}

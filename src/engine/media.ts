import { hash } from 'node:crypto';
import { UserError } from '../core/support/errors.ts';
import type { EngineApi } from '../protocol/engineApi.ts';

/** Shorter runs are words and ids. */
const shortest = 24;
const isBase64 = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 47 && unit <= 57) || unit === 43 || unit === 45 || unit === 61 || unit === 92 || unit === 95;

/**
 * Pictures, sound and files of a step, as its record has them: the index keeps their hash, type and size alone.
 * @param readOriginal its errors say where the source is gone or has changed
 */
export function createMedia(readOriginal: EngineApi['readOriginal']): Pick<EngineApi, 'readMedia'> {
  return {
    async readMedia({ trace, n, sha256 }, call) {
      const own = async (): Promise<string> => {
        try {
          return (await readOriginal({ trace, n }, call)).text;
        } catch (error) {
          // A step that was made from several records.
          if (error instanceof UserError && error.code === 'no-record') return '';
          throw error;
        }
      };
      // What a later step repeats stands in the record that brought it.
      const found = mediaIn(await own(), sha256) ?? mediaIn((await readOriginal({ trace }, call)).text, sha256);
      if (found) return { mimeType: found.mimeType, base64: found.bytes.toString('base64') };
      throw new UserError('no-media', `The records of the trace hold no media with the hash ${sha256.slice(0, 12)}….`, 'Open the source file to see what it holds.');
    },
  };
}

/** Inline media of that hash; undefined where there is none. */
export function mediaIn(text: string, sha256: string): { readonly mimeType: string | null; readonly bytes: Buffer } | undefined {
  for (let at = 0; at < text.length; at++) {
    if (!isBase64(text.charCodeAt(at))) continue;
    const start = at;
    while (isBase64(text.charCodeAt(at))) at++;
    if (at - start < shortest) continue;
    // A backslash stands before a slash where JSON is kept as text; one at the end is that of a quote.
    const bytes = Buffer.from(text.slice(start, at).replaceAll('\\', ''), 'base64');
    if (hash('sha256', bytes) !== sha256) continue;
    const head = /data:([\w.+-]{1,80}\/[\w.+-]{1,80})?(?:;[\w=.+-]{1,80}){0,5};base64,$/u.exec(text.slice(Math.max(0, start - 400), start));
    return { mimeType: head?.[1] ?? null, bytes };
  }
  return undefined;
}

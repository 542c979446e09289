import { hash } from 'node:crypto';

/** How the base64 of pictures, sound and documents begins. */
const kinds: readonly (readonly [head: string, mimeType: string])[] = [
  ['iVBORw0KGgo', 'image/png'], ['/9j/', 'image/jpeg'], ['R0lGODdh', 'image/gif'], ['R0lGODlh', 'image/gif'], ['UklGR', 'media'], ['Qk0', 'image/bmp'], ['SUkqA', 'image/tiff'], ['JVBERi0', 'application/pdf'],
  ['SUQz', 'audio/mpeg'], ['//u', 'audio/mpeg'], ['T2dnUw', 'audio/ogg'], ['ZkxhQ', 'audio/flac'], ['GkXfo', 'video/webm'], ['AAAA[A-Za-z0-9+/]{2}Z0eX', 'video/mp4'],
];
const heads = kinds.map(([head]) => head.replaceAll('/', String.raw`\\?/`)).join('|');
/** Where base64 of some length may begin; how far it goes is looked up by hand, as no expression may loop over megabytes. */
const beginning = new RegExp(String.raw`data:(?<type>[\w.+-]{1,80}/[\w.+-]{1,80})?(?:;[\w=.+-]{1,80}){0,5};base64,|(?<![A-Za-z0-9+/_-])(?:${heads})`, 'g');
const shortest = 512;

const isBase64 = (unit: number) => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 47 && unit <= 57) || unit === 43 || unit === 45 || unit === 61 || unit === 92 || unit === 95;

function reduced(mimeType: string | undefined, content: string): string {
  const bytes = Buffer.from(content.replaceAll('\\', ''), 'base64');
  const start = content.slice(0, 24).replaceAll('\\', '');
  return `[${mimeType ?? kinds.find(([head]) => new RegExp(`^${head}`).test(start))?.[1] ?? 'media'}, ${bytes.length} bytes, sha256 ${hash('sha256', bytes)}]`;
}

function cutInText(text: string, onCut: () => void): string {
  let cut = '';
  let done = 0;
  beginning.lastIndex = 0;
  for (let match = beginning.exec(text); match !== null; match = beginning.exec(text)) {
    const start = match[0].endsWith(',') ? beginning.lastIndex : match.index;
    let end = start;
    while (isBase64(text.charCodeAt(end))) end++;
    const runEnd = end;
    // In JSON that is kept as text some write a backslash before each slash; one at the end is that of a quote.
    while (text[end - 1] === '\\') end--;
    if (end - start >= shortest) {
      onCut();
      cut += text.slice(done, match.index) + reduced(match.groups?.['type'], text.slice(start, end));
      done = end;
    }
    beginning.lastIndex = Math.max(runEnd, beginning.lastIndex);
  }
  return done === 0 ? text : cut + text.slice(done);
}

/** Inline media anywhere in a value, replaced by what tells them apart. The same value comes back when there was none. */
export function cutMedia<T>(value: T, onCut: () => void): T {
  if (typeof value === 'string') return (value.length < shortest ? value : cutInText(value, onCut)) as T;
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, each] of Object.entries(value)) {
    const cut = cutMedia(each as unknown, onCut);
    if (cut === each) continue;
    copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
    copy[key] = cut;
  }
  return (copy ?? value) as T;
}

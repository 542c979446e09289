/**
 * Names by pattern: `*` stands for any characters, `?` for one; everything else is itself. Case matters.
 * `separator`, when given, is a character that `*` and `?` do not cross.
 */
export function globMatches(pattern: string, name: string, separator?: string): boolean {
  let p = 0;
  let n = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      starAt = p++;
      resumeAt = n;
    } else if (p < pattern.length && (pattern[p] === name[n] || (pattern[p] === '?' && name[n] !== separator))) {
      p++;
      n++;
    } else if (starAt >= 0 && name[resumeAt] !== separator) {
      p = starAt + 1;
      n = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

export const isGlob = (name: string): boolean => /[*?]/.test(name);

/** Whether a name is of a pattern in which `*` stands for any characters and `?` for one. Takes no longer than both lengths multiplied. */
export function matchesWildcard(pattern: string, name: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let retry = 0;
  while (next < name.length) {
    if (pattern[at] === '*') {
      star = at++;
      retry = next;
    } else if (pattern[at] === '?' || (at < pattern.length && pattern[at] === name[next])) {
      at++;
      next++;
    } else if (star >= 0) {
      at = star + 1;
      next = ++retry;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

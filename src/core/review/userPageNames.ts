import { withoutDeviceName } from '../display/journalName.ts';
import { hashOf } from '../formats/values/contentId.ts';
import { reviewerFrom } from '../support/reviewerName.ts';

/** Of any script, with what is added behind, this many letters fit the 255 bytes of a file's name. */
const mostLetters = 48;

/** Names of files for users' pages, in their order; no two come to the same file on any system. */
export function userPageNames(users: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return users.map((user) => {
    const wanted = stemOf(user);
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
    taken.add(name);
    return `${name}.html`;
  });
}

/** A long name, as of a token or an address, is cut; what tells it from others that begin alike does not depend on them. */
function stemOf(user: string): string {
  const name = reviewerFrom(user);
  const letters = [...name];
  if (letters.length <= mostLetters) return withoutDeviceName(name || 'user');
  return withoutDeviceName(`${letters.slice(0, mostLetters).join('')}-${hashOf(name).slice(0, 8)}`);
}

/**
 * A text that every match of an expression holds, or undefined where none is easily told. To look for it first costs a tenth of running
 * the expression, and most texts of a trace do not hold it.
 */
export function requiredText(source: string): string | undefined {
  // Alternatives, groups and flags may each make any part of it optional.
  if (/[|()]/u.test(source.replace(/\\[^]/gu, ''))) return undefined;
  let longest = '';
  let run = '';
  const end = () => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (const [token] of source.matchAll(/\\[pP]\{[^}]*\}|\\x\{[^}]*\}|\\[^]|\[\^?\]?(?:\\[^]|[^\]])*\]|\{\d*,?\d*\}|[^]/gu)) {
    if (/^[?*{]/u.test(token)) {
      run = run.slice(0, -1);
      end();
    } else if (token === '+') end();
    else if (/^\\[^A-Za-z0-9]$/u.test(token)) run += token[1]!;
    else if (/^[ -~]$/u.test(token) && !/^[.^$[\]\\}]$/u.test(token)) run += token;
    else end();
  }
  end();
  return longest.length >= leastLetters ? longest : undefined;
}

const leastLetters = 3;

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Agents that write a command into their text have no tools, but the commands that the system prompt documents, as `open:` or
 * `open <path> - opens the file`, are theirs. Everything else is typed into a shell.
 */
export function commandTool(systemPrompt: string): (action: string) => string {
  const known = new Map<string, boolean>();
  return (action) => {
    const word = /^[A-Za-z_][\w-]*/.exec(action)?.[0] ?? '';
    if (word === '') return 'bash';
    if (!known.has(word)) known.set(word, word === 'submit' || new RegExp(`^${escaped(word)}(?::\\s*$|(?: [<[].*)? - )`, 'm').test(systemPrompt));
    return known.get(word) === true ? word : 'bash';
  };
}

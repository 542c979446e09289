const settings = ['facts', 'prices', 'redaction'] as const;
export type ReadingSetting = (typeof settings)[number];

/** The blocks of config.yaml that traces are read by, without comments and empty lines. Its other parts are looked at when they are needed. */
function blocksOf(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(?:^|\s)#.*$/, '').trimEnd()).filter((line) => line !== '');
  const blocks = new Map<string, string>();
  let name = '';
  for (const line of lines) {
    name = /^["']?([A-Za-z]+)["']?\s*:/.exec(line)?.[1] ?? name;
    blocks.set(name, `${blocks.get(name) ?? ''}${line}\n`);
  }
  return blocks;
}

/** Which of them another text of config.yaml says otherwise. */
export function changedSettings(before: string, after: string): readonly ReadingSetting[] {
  const [old, current] = [blocksOf(before), blocksOf(after)];
  return settings.filter((name) => old.get(name) !== current.get(name));
}

/** "You changed facts and prices in casebook/config.yaml. …" */
export function changedSentence(changed: readonly ReadingSetting[]): string {
  const list = [changed.slice(0, -1).join(', '), changed.at(-1)].filter(Boolean).join(' and ');
  return `You changed ${list} in casebook/config.yaml. Traces that are here already keep what they were read with until the index is rebuilt.`;
}

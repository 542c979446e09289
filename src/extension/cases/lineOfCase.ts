/** The 0-based line on which a case with this id begins in a case file's text; undefined when it holds none. */
export function lineOfCase(text: string, id: string): number | undefined {
  const escaped = id.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const start = new RegExp(String.raw`^[ \t]*(?:- )?[ \t]*(?:"id"|'id'|id)[ \t]*:[ \t]*["']?${escaped}["']?[ \t]*(?:#.*|,[ \t]*)?$`, 'm').exec(text);
  return start ? text.slice(0, start.index).split('\n').length - 1 : undefined;
}

/** Where a person goes on writing a case just made: the first expectation it holds as a comment only, else its first line. */
export function firstLineToFill(text: string, id: string): number {
  const start = lineOfCase(text, id) ?? 0;
  const found = text.split('\n').slice(start).findIndex((line) => /^\s*# ?(?:expectedTool|expectedBehavior):/.test(line));
  return found < 0 ? start : start + found;
}

/** The 0-based line on which a case with this id begins in a case file's text; undefined when it holds none. */
export function lineOfCase(text: string, id: string): number | undefined {
  const escaped = id.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const start = new RegExp(String.raw`^[ \t]*(?:- )?[ \t]*(?:"id"|'id'|id)[ \t]*:[ \t]*["']?${escaped}["']?[ \t]*(?:#.*|,[ \t]*)?$`, 'm').exec(text);
  return start ? text.slice(0, start.index).split('\n').length - 1 : undefined;
}

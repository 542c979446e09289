/** The text with spaces in these ranges, so that all places stay where they are. */
export function blank(text: string, ranges: readonly { readonly start: number; readonly end: number }[]): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (end <= from) continue;
    rest += text.slice(from, start) + ' '.repeat(end - Math.max(from, start));
    from = end;
  }
  return rest + text.slice(from);
}

const fence = /(^|\n)[ \t]*(```|~~~)[^\n]*\n[\s\S]*?(?:\n[ \t]*\2|$)/g;
const inline = /`([^`\n]{1,300})`/g;
/** In these no statement is made in words. */
const addresses = /\b(?:https?|ftp|file|s3|gs):\/\/[^\s<>"')\]]+|\bwww\.[^\s<>"')\]]+|(?<![\w])(?:~|\.{0,2})(?:\/[\w.@+-]+){2,}\/?(?::\d+(?:[-:]\d+)?)?|(?<![\w/@.])[\w-]+(?:[/.][\w@+-]+)*\.(?:[cm]?[jt]sx?|py|ipynb|go|rs|rb|java|kt|[ch](?:c|pp)?|cs|php|swift|sh|sql|md|txt|jsonl?|ya?ml|toml|xml|html?|css|csv|log|lock|cfg|ini|pdf|docx|xlsx|png|jpe?g)(?::\d+(?:[-:]\d+)?)?(?![\w@])|<[a-z!/][^<>\n]{0,200}>/gi;

/** Code blocks and code in a line blanked out. A single word in backticks stays: people mark ids so. */
export function withoutCode(text: string): string {
  return text
    .replace(fence, (block) => block.replace(/[^\n]/g, ' '))
    .replace(inline, (code, inside: string) => (/^#?[\w-]+$/.test(inside) ? ` ${inside} ` : ' '.repeat(code.length)));
}

export function withoutAddresses(text: string): string {
  return text.replace(addresses, (address) => ' '.repeat(address.length));
}

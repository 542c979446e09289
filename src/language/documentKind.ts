/** Which of the files people write this is, by its name; undefined for any other. */
export type DocumentKind = 'case' | 'config' | 'taxonomy';

export function kindOf(uri: string): DocumentKind | undefined {
  if (/\.case\.(ya?ml|json)$/i.test(uri)) return 'case';
  const settings = /\/casebook\/(config|taxonomy)\.ya?ml$/i.exec(uri)?.[1]?.toLowerCase();
  return settings === 'config' || settings === 'taxonomy' ? settings : undefined;
}
